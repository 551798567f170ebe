package dev.alambic.run.recipe;

import dev.alambic.onnx.message.Quote;
import dev.alambic.run.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One {@code --set path=value}: replaces one value of a recipe before it is read.
 *
 * @param path keys from the top, and positions (from 0) in lists
 */
record Assignment(List<String> path, YamlTree value, Place place) {

    Assignment {
        path = List.copyOf(path);
    }

    /** Parses {@code student.distill.temperature=3} or {@code teacher.network.hidden[0]=64}. */
    static Assignment parse(String text) {
        int equals = text.indexOf('=');
        String source = "--set " + Quote.shown(text);
        if (equals < 1) {
            throw new UsageException(source + ": expected path=value, for example student.distill.temperature=3");
        }
        String path = text.substring(0, equals).strip().replace("[", ".").replace("]", "");
        List<String> keys = List.of(path.split("\\.", -1));
        if (keys.contains("")) {
            throw new UsageException(source + ": the path has an empty part");
        }
        YamlTree value = YamlParser.parseValue(text.substring(equals + 1), source);
        return new Assignment(keys, value, new Place(source, 0));
    }

    /** Returns {@code root} with the value at the path replaced; mappings that are not there yet are made. */
    YamlTree applyTo(YamlTree root) {
        return replace(root, path);
    }

    private YamlTree replace(YamlTree node, List<String> rest) {
        if (rest.isEmpty()) {
            return value;
        }
        String key = rest.get(0);
        List<String> below = rest.subList(1, rest.size());
        if (node instanceof YamlTree.Sequence sequence) {
            return replaceItem(sequence, key, below);
        }
        if (node instanceof YamlTree.Mapping mapping) {
            YamlTree.Entry entry = mapping.entries().get(key);
            return mapping.with(key, replace(entry == null ? nothing() : entry.value(), below), place);
        }
        if (node instanceof YamlTree.Scalar scalar && scalar.isNull()) {
            return replace(new YamlTree.Mapping(Map.of(), place), rest);
        }
        throw new UsageException(
                place + ": nothing can be set inside " + node.description() + " (" + node.place() + ")");
    }

    private YamlTree nothing() {
        return new YamlTree.Scalar("", true, place);
    }

    private YamlTree replaceItem(YamlTree.Sequence sequence, String key, List<String> below) {
        List<YamlTree> items = new ArrayList<>(sequence.items());
        int index = key.matches("\\d{1,6}") ? Integer.parseInt(key) : -1;
        if (index < 0 || index >= items.size()) {
            throw new UsageException(place + ": " + Quote.of(key) + " is no position in the list at " + sequence.place()
                    + " (expected 0 to " + (items.size() - 1) + ")");
        }
        items.set(index, replace(items.get(index), below));
        return new YamlTree.Sequence(items, sequence.place());
    }
}
