import type { ComponentProps } from 'react';
import { useLanguage, useTexts } from '../../i18n/language.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { type CountryOption, countryList } from './country-list.ts';
import { enrolTexts } from './enrol-texts.ts';

/** The countries that text messages go to, in the person's language, the likely ones first. */
export function CountrySelect(
  props: { label: string; served: readonly string[] } & Omit<ComponentProps<typeof SelectField>, 'label' | 'children'>,
) {
  const { label, served, ...select } = props;
  const t = useTexts(enrolTexts);
  const { likely, others } = countryList(served, useLanguage());
  return (
    <SelectField label={label} autoComplete="country" {...select}>
      {likely.length > 0 ? (
        <>
          <optgroup label={t.likely}>
            <Options of={likely} />
          </optgroup>
          <optgroup label={t.others}>
            <Options of={others} />
          </optgroup>
        </>
      ) : (
        <Options of={others} />
      )}
    </SelectField>
  );
}

function Options(props: { of: readonly CountryOption[] }) {
  return props.of.map(({ code, label }) => (
    <option key={code} value={code}>
      {label}
    </option>
  ));
}
