package dev.alambic.run.recipe;

import dev.alambic.onnx.message.Nearest;
import dev.alambic.onnx.message.Quote;
import dev.alambic.onnx.message.RuleException;
import dev.alambic.run.UsageException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fills records from YAML by their components, strictly.
 *
 * <p>A component left out takes the value that the record's static {@code defaults()} has for it. A sealed interface is
 * read by the key {@code type}, which names one of its records; where a choice needs no settings, its name alone will
 * do, a number alone is the {@code value} of the type {@code constant}, a list alone is that of the type {@code these},
 * and a key that is the name of a choice stands for {@code type} and for the choice's first component. Whatever does
 * not fit names the place, the key and what would have been right.
 */
final class RecordBinder {

    private static final String CONSTANT = "constant";

    private static final String LIST = "these";

    /** A map that is left to whoever reads it. */
    private static final String AUTO = "auto";

    private RecordBinder() {}

    /**
     * Returns the record that {@code tree} describes.
     *
     * @throws UsageException naming file, line and key of the first thing that does not fit
     */
    static <R extends Record> R bind(YamlTree tree, Class<R> type) {
        return type.cast(record(tree, type, ""));
    }

    private static Object value(YamlTree tree, Type type, String path) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return list(tree, generic.getActualTypeArguments()[0], path);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return map(tree, generic.getActualTypeArguments()[1], path);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return record(tree, plain, path);
        }
        if (plain.isSealed() && !plain.isEnum()) {
            return choice(tree, plain, path);
        }
        return ScalarReader.read(tree, plain, path);
    }

    private static List<Object> list(YamlTree tree, Type element, String path) {
        if (tree instanceof YamlTree.Scalar scalar && !scalar.isNull() && element == String.class) {
            return List.of(scalar.text()); // one text stands for a list of it
        }
        if (!(tree instanceof YamlTree.Sequence sequence)) {
            throw wrong(tree, path, "expected a list");
        }
        List<Object> items = new ArrayList<>();
        for (YamlTree item : sequence.items()) {
            items.add(value(item, element, path + "[" + items.size() + "]"));
        }
        return List.copyOf(items);
    }

    /** Keys of the user's own, in their order. */
    private static Map<String, Object> map(YamlTree tree, Type element, String path) {
        if (tree instanceof YamlTree.Scalar scalar && ScalarReader.sameWord(AUTO, scalar.text())) {
            return Map.of();
        }
        if (!(tree instanceof YamlTree.Mapping mapping)) {
            throw wrong(tree, path, "expected keys and values");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> values.put(key, value(entry.value(), element, join(path, key))));
        return values;
    }

    private static Object choice(YamlTree tree, Class<?> sealed, String path) {
        Map<String, Class<?>> choices = RecordTypes.choices(sealed);
        if (tree instanceof YamlTree.Scalar scalar && !scalar.isNull()) {
            YamlTree.Mapping empty = new YamlTree.Mapping(Map.of(), scalar.place());
            Class<?> constant = choices.get(CONSTANT);
            return constant != null && ScalarReader.isNumber(scalar.text())
                    ? record(empty.with("value", scalar, tree.place()), constant, path)
                    : choice(empty.with("type", scalar, tree.place()), sealed, path);
        }
        Class<?> list = choices.get(LIST);
        if (tree instanceof YamlTree.Sequence && list != null) {
            YamlTree.Mapping empty = new YamlTree.Mapping(Map.of(), tree.place());
            return record(empty.with(list.getRecordComponents()[0].getName(), tree, tree.place()), list, path);
        }
        if (!(tree instanceof YamlTree.Mapping mapping)) {
            throw wrong(tree, path, "expected keys and values with a 'type'");
        }
        YamlTree.Entry type = mapping.entries().get("type");
        if (type == null) {
            Optional<Map.Entry<String, Class<?>>> named = choices.entrySet().stream()
                    .filter(choice -> mapping.entries().containsKey(choice.getKey()))
                    .findFirst();
            if (named.isPresent()) {
                return record(
                        named(mapping, named.get().getKey(), named.get().getValue()),
                        named.get().getValue(),
                        path);
            }
            throw new UsageException(mapping.place() + ": key '" + join(path, "type") + "' is missing"
                    + Nearest.choices(choices.keySet()));
        }
        String name = ScalarReader.text(type.value(), join(path, "type"));
        Class<?> chosen = choices.entrySet().stream()
                .filter(choice -> ScalarReader.sameWord(choice.getKey(), name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new UsageException(type.value().place() + ": key '" + join(path, "type")
                        + "': unknown type " + Quote.of(name) + Nearest.hint(name, choices.keySet())));
        Map<String, YamlTree.Entry> rest = new LinkedHashMap<>(mapping.entries());
        rest.remove("type");
        return record(new YamlTree.Mapping(rest, mapping.place()), chosen, path);
    }

    /** Returns the mapping with the value of the key that names the choice under the choice's first component. */
    private static YamlTree.Mapping named(YamlTree.Mapping mapping, String name, Class<?> chosen) {
        Map<String, YamlTree.Entry> entries = new LinkedHashMap<>();
        mapping.entries()
                .forEach((key, entry) ->
                        entries.put(key.equals(name) ? chosen.getRecordComponents()[0].getName() : key, entry));
        return new YamlTree.Mapping(entries, mapping.place());
    }

    private static Object record(YamlTree tree, Class<?> type, String path) {
        if (!(tree instanceof YamlTree.Mapping mapping)) {
            throw wrong(tree, path, "expected keys and values");
        }
        RecordComponent[] components = type.getRecordComponents();
        refuseUnknownKeys(mapping, components, path);
        Optional<Object> defaults = RecordTypes.defaults(type);
        @Nullable Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = component(mapping, components[i], defaults, path);
        }
        return construct(type, arguments, mapping, path);
    }

    private static void refuseUnknownKeys(YamlTree.Mapping mapping, RecordComponent[] components, String path) {
        List<String> known =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                throw new UsageException(
                        entry.keyPlace() + ": unknown key " + Quote.of(join(path, key)) + Nearest.hint(key, known));
            }
        });
    }

    private static @Nullable Object component(
            YamlTree.Mapping mapping, RecordComponent component, Optional<Object> defaults, String path) {
        String name = component.getName();
        boolean nullable = RecordTypes.isNullable(component);
        YamlTree.Entry entry = mapping.entries().get(name);
        if (entry == null) {
            Object left =
                    defaults.map(record -> RecordTypes.read(component, record)).orElse(null);
            if (left == null && !nullable) {
                throw new UsageException(mapping.place() + ": key '" + join(path, name) + "' is missing");
            }
            return left;
        }
        boolean nothing = entry.value() instanceof YamlTree.Scalar scalar && scalar.isNull();
        return nothing && nullable ? null : value(entry.value(), component.getGenericType(), join(path, name));
    }

    private static Object construct(
            Class<?> type, @Nullable Object[] arguments, YamlTree.Mapping mapping, String path) {
        try {
            return RecordTypes.constructor(type).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused(refused, mapping, path);
            }
            throw new AssertionError("bug: the constructor of " + type + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("bug: " + type + " cannot be constructed", e);
        }
    }

    /** Returns the constructor's message at the key that it is about, or at the start of the record. */
    private static UsageException refused(IllegalArgumentException refusal, YamlTree.Mapping mapping, String path) {
        if (refusal instanceof RuleException rule) {
            YamlTree at = mapping;
            String key = "";
            for (String name : rule.component().split("\\.", -1)) {
                YamlTree.Entry entry =
                        at instanceof YamlTree.Mapping inner ? inner.entries().get(name) : null;
                if (entry == null) {
                    break; // left out, so it is about what stands around it
                }
                at = entry.value();
                key = join(key, name);
            }
            return refused(refusal, at.place(), key.isEmpty() ? path : join(path, key));
        }
        return refused(refusal, mapping.place(), path);
    }

    private static UsageException refused(IllegalArgumentException refusal, Place place, String path) {
        String where = path.isEmpty() ? "" : "key '" + path + "': ";
        return new UsageException(place + ": " + where + refusal.getMessage(), refusal);
    }

    static UsageException wrong(YamlTree tree, String path, String expected) {
        String key = path.isEmpty() ? "" : "key '" + path + "': ";
        return new UsageException(tree.place() + ": " + key + expected + ", was " + tree.description());
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
