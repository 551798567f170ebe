/**
 * Recipes: YAML read strictly into records, and records written as YAML again.
 *
 * <pre>
 * recipe text --YamlParser--> YamlTree --Override*--> YamlTree --RecordBinder--> Recipe --RecordWriter--> recipe text
 * YamlTree = Scalar(text) | Sequence(YamlTree*) | Mapping((key, YamlTree)*), each with the Place it was written at
 * </pre>
 */
@NullMarked
package dev.alambic.run.recipe;

import org.jspecify.annotations.NullMarked;
