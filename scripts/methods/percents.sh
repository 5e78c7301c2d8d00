#!/bin/sh
# Percentages and years: a method of entities that needs a shell and jq 1.6.
#
# saidso score --outside 'sh scripts/methods/percents.sh'

echo '{"protocol":1,"name":"percents.sh","version":"1","layers":["entities"],"offsets":"code-points"}'

exec jq --compact-output --unbuffered '
  # Every match of the pattern in the text, as an entity of that type.
  def found(pattern; type):
    [.text | match(pattern; "g") | {start: .offset, end: (.offset + .length), type: type}];

  {
    doc_id,
    entities: (
      found("[0-9]+(\\.[0-9]+)?( ?%| percent| per cent)"; "PERCENT")
      + found("\\b(19|20)[0-9][0-9]\\b"; "DATE")
      | sort_by(.start)
    )
  }'
