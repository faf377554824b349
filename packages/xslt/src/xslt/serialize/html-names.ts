/** Names of HTML 4.0 that the html method must know, in lower case. */

/** Elements without an end tag. */
export const voids = names(
  'area base basefont br col embed frame hr img input isindex link meta param source track wbr',
)

/** Elements of which the text is not escaped. */
export const verbatim = names('script style')

export const booleanAttributes = names(
  'checked compact declare defer disabled ismap multiple nohref noresize noshade nowrap readonly selected',
)

export const uriAttributes = names(
  'action archive background cite classid codebase data datasrc formaction href icon longdesc manifest poster profile src usemap',
)

/** Elements around which white space may be added. */
export const blocks = names(
  'address article aside base blockquote body br center col colgroup dd dir div dl dt fieldset footer form frame frameset h1 ' +
    'h2 h3 h4 h5 h6 head header hr html isindex li link main menu meta nav noframes noscript ol optgroup option p script ' +
    'section select style table tbody td tfoot th thead title tr ul',
)

function names(list: string): ReadonlySet<string> {
  return new Set(list.split(' '))
}
