package dev.alambic.run.recipe;

import dev.alambic.onnx.message.Quote;
import dev.alambic.run.UsageException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads YAML text into a {@link YamlTree}; the only place that knows the YAML library's nodes. */
record YamlParser(String source, boolean hasLines) {

    private static final int MAX_DEPTH = 32;

    /** Parses a file's text; {@code source} is how messages name the file. */
    static YamlTree parseFile(String text, String source) {
        return new YamlParser(source, true).parse(text);
    }

    /** Parses a value given on the command line; {@code source} is how messages name it. */
    static YamlTree parseValue(String text, String source) {
        return new YamlParser(source, false).parse(text);
    }

    private YamlTree parse(String text) {
        @Nullable Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new UsageException(at(line) + ": not valid YAML: " + firstLine(e.getProblem()), e);
        } catch (YAMLException e) {
            throw new UsageException(source + ": not valid YAML: " + firstLine(e.getMessage()), e);
        }
        return root == null ? new YamlTree.Scalar("", true, at(1)) : tree(root, 0);
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "unknown problem" : message.lines().findFirst().orElse("unknown problem");
    }

    private YamlTree tree(Node node, int depth) {
        Place place = placeOf(node);
        if (depth > MAX_DEPTH) {
            throw new UsageException(place + ": nested more than " + MAX_DEPTH + " levels deep");
        }
        if (node instanceof ScalarNode scalar) {
            boolean plain = scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
            return new YamlTree.Scalar(scalar.getValue(), plain, place);
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlTree> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(tree(item, depth + 1)));
            return new YamlTree.Sequence(items, place);
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, place, depth);
        }
        throw new UsageException(place + ": neither a value, a list nor keys and values");
    }

    private YamlTree mapping(MappingNode mapping, Place place, int depth) {
        Map<String, YamlTree.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place keyPlace = placeOf(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new UsageException(keyPlace + ": a key is one word");
            }
            YamlTree.Entry entry = new YamlTree.Entry(keyPlace, tree(tuple.getValueNode(), depth + 1));
            YamlTree.Entry before = entries.put(key.getValue(), entry);
            if (before != null) {
                throw new UsageException(
                        keyPlace + ": key " + Quote.of(key.getValue()) + " was already given at " + before.keyPlace());
            }
        }
        return new YamlTree.Mapping(entries, place);
    }

    private Place placeOf(Node node) {
        return at(node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1);
    }

    private Place at(int line) {
        return new Place(source, hasLines ? line : 0);
    }
}
