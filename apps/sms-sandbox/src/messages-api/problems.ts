/** RFC 7807, as Vonage answers; `instance` and `X-Request-Id` are added when it is sent. */
export interface Problem {
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly invalidParameters?: readonly InvalidParameter[];
  readonly headers?: Readonly<Record<string, string>>;
}

export interface InvalidParameter {
  readonly name: string;
  readonly reason: string;
}

const GENERAL = 'https://developer.vonage.com/api-errors#';
const MESSAGES = 'https://developer.vonage.com/api-errors/messages#';

/** The `type` of a Messages API error code, as receipts and 422 answers carry it. */
export function messagesErrorType(code: number | string): string {
  return `${MESSAGES}${code}`;
}

export function unauthorized(detail: string): Problem {
  return {
    status: 401,
    // Vonage's own spelling.
    type: `${GENERAL}unathorized`,
    title: 'Unauthorized',
    detail,
  };
}

export const unprovisioned: Problem = {
  status: 401,
  type: `${GENERAL}unprovisioned`,
  title: 'Unauthorized',
  detail: 'The credentials provided do not have access to the requested product.',
};

export const lowBalance: Problem = {
  status: 402,
  type: `${GENERAL}low-balance`,
  title: 'Low balance',
  detail: 'This request could not be performed due to your account balance being low.',
};

export const forbidden: Problem = {
  status: 403,
  type: `${GENERAL}forbidden`,
  title: 'Forbidden',
  detail: 'Your account does not have permission to perform this action.',
};

export const notFound: Problem = {
  status: 404,
  type: `${GENERAL}not-found`,
  title: 'Not found',
  detail: 'The requested resource does not exist, or you do not have access.',
};

export const wrongVerb: Problem = {
  status: 405,
  type: `${GENERAL}wrong-verb`,
  title: 'Method not allowed',
  detail: 'This endpoint does not support the HTTP verb that you requested.',
  headers: { allow: 'POST' },
};

export const wrongContentType: Problem = {
  status: 415,
  type: `${GENERAL}content-type-header`,
  title: 'Unsupported media type',
  detail: 'Invalid Content-Type header provided: send application/json.',
};

export const tooLarge: Problem = {
  status: 413,
  type: `${GENERAL}invalid-params`,
  title: 'Payload too large',
  detail: 'The request body is larger than 64 KiB.',
};

/** @param retryAfterSeconds goes into `Retry-After`; the reset header is in milliseconds, as Vonage's example. */
export function throttled(limit: number, retryAfterSeconds: number, now: Date): Problem {
  return {
    status: 429,
    type: `${GENERAL}throttled`,
    title: 'Rate Limit Hit',
    detail: 'Please wait, then retry your request.',
    headers: {
      'retry-after': String(retryAfterSeconds),
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(now.getTime() + retryAfterSeconds * 1000),
    },
  };
}

export const internalError: Problem = {
  status: 500,
  type: `${GENERAL}internal-error`,
  title: 'Internal error',
  detail: 'There was an error processing your request in the platform.',
};

export const invalidJson: Problem = {
  status: 422,
  type: `${GENERAL}invalid-json`,
  title: 'Bad request',
  detail: 'The request body did not contain valid JSON.',
};

export function unprocessable(
  code: number,
  title: string,
  detail: string,
  invalidParameters: readonly InvalidParameter[] = [],
): Problem {
  return {
    status: 422,
    type: messagesErrorType(code),
    title,
    detail,
    ...(invalidParameters.length > 0 ? { invalidParameters } : {}),
  };
}

export function invalidSender(reason: string, code = 1120): Problem {
  return unprocessable(code, 'Invalid sender', 'The `from` parameter is invalid for the given channel.', [
    { name: 'from', reason },
  ]);
}

/** 1430 is the current number; the API's own description has it as 110 in one place. */
export function invalidRecipient(reason: string, code = 1430): Problem {
  return unprocessable(code, 'Invalid recipient', 'The `to` parameter is invalid for the given channel.', [
    { name: 'to', reason },
  ]);
}

export function invalidParameters(parameters: readonly InvalidParameter[]): Problem {
  return unprocessable(1150, 'Invalid params', 'The value of one or more parameters is invalid.', parameters);
}

/** The JSON body of a problem, member order as Vonage's. */
export function problemBody(problem: Problem, instance: string): string {
  return JSON.stringify({
    type: problem.type,
    title: problem.title,
    detail: problem.detail,
    instance,
    ...(problem.invalidParameters ? { invalid_parameters: problem.invalidParameters } : {}),
  });
}
