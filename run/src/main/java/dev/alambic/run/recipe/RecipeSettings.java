package dev.alambic.run.recipe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A recipe as a flat list of settings, to compare recipes by. */
public final class RecipeSettings {

    private RecipeSettings() {}

    /**
     * Returns each value by its place, such as {@code student.training.epochs -> 25}; a list of plain values is one
     * value. Also of a recipe that this version would refuse.
     *
     * @param name of the file, for messages
     * @throws dev.alambic.run.UsageException if it is no YAML
     */
    public static Map<String, String> of(String yaml, String name) {
        Map<String, String> settings = new LinkedHashMap<>();
        collect("", YamlParser.parseFile(yaml, name), settings);
        return settings;
    }

    private static void collect(String place, YamlTree tree, Map<String, String> settings) {
        if (tree instanceof YamlTree.Mapping mapping) {
            mapping.entries().forEach((key, entry) -> collect(RecordBinder.join(place, key), entry.value(), settings));
        } else if (tree instanceof YamlTree.Sequence list
                && list.items().stream().allMatch(RecipeSettings::isPlain)) {
            settings.put(
                    place, list.items().stream().map(RecipeSettings::text).collect(Collectors.joining(", ", "[", "]")));
        } else if (tree instanceof YamlTree.Sequence list) {
            for (int i = 0; i < list.items().size(); i++) {
                collect(place + "[" + (i + 1) + "]", list.items().get(i), settings);
            }
        } else {
            settings.put(place, text(tree));
        }
    }

    private static boolean isPlain(YamlTree tree) {
        return tree instanceof YamlTree.Scalar;
    }

    private static String text(YamlTree tree) {
        return tree instanceof YamlTree.Scalar scalar ? scalar.text() : tree.description();
    }
}
