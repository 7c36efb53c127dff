import { Data } from './data.tsx';

/** From the first mark to the last: a name may have marks of its own. */
const NAME = /([“«].*[”»])/su;

/** A sentence with a name between quotation marks, which is data in it: people look for it as it is written here. */
export function Quoted(props: { text: string }) {
  const [before, name, after] = props.text.split(NAME);
  return (
    <>
      {before}
      {name === undefined ? null : <Data>{name}</Data>}
      {after}
    </>
  );
}
