package dev.alambic.run.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the table of recipe keys in docs/cli.md to what the records say. */
class RecipeReferenceTest {

    private static final String BEGIN = "<!-- recipe keys: begin -->\n";
    private static final String END = "<!-- recipe keys: end -->\n";

    private final Set<Class<?>> shown = new LinkedHashSet<>();
    private final StringBuilder text = new StringBuilder();

    @Test
    void theGuideListsEveryKeyWithItsDefault() throws Exception {
        describe("recipe", Recipe.class);
        Files.writeString(Path.of("target", "recipe-keys.md"), text); // to be pasted into the guide
        String guide = Files.readString(Path.of("..", "docs", "cli.md"));
        assertThat(guide.substring(guide.indexOf(BEGIN) + BEGIN.length(), guide.indexOf(END)))
                .isEqualTo(text.toString());
    }

    private void describe(String title, Class<?> type) {
        if (!shown.add(type)) {
            return;
        }
        if (type.isSealed()) {
            RecordTypes.choices(type).forEach((name, choice) -> describe(title + " of type " + name, choice));
            return;
        }
        if (type.getRecordComponents().length == 0) {
            return;
        }
        Optional<Object> defaults = RecordTypes.defaults(type);
        text.append("\n### ").append(title).append("\n\n| key | value | if left out |\n|---|---|---|\n");
        for (RecordComponent component : type.getRecordComponents()) {
            text.append("| `%s` | %s | %s |\n"
                    .formatted(component.getName(), kind(component.getGenericType()), left(component, defaults)));
        }
        for (RecordComponent component : type.getRecordComponents()) {
            Class<?> inner = element(component.getGenericType());
            if (!inner.isEnum() && (inner.isRecord() || inner.isSealed())) {
                describe(component.getName(), inner);
            }
        }
    }

    private static Class<?> element(Type type) {
        return type instanceof ParameterizedType generic
                ? (Class<?>) generic.getActualTypeArguments()[0]
                : (Class<?>) type;
    }

    private static String kind(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return generic.getActualTypeArguments()[1] == Double.class ? "names and numbers" : "names and texts";
        }
        if (type instanceof ParameterizedType) {
            return "list: " + kind(element(type));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return Arrays.stream(plain.getEnumConstants())
                    .map(constant -> "`" + ScalarReader.nameOf((Enum<?>) constant) + "`")
                    .collect(Collectors.joining(", "));
        }
        if (plain.isSealed()) {
            return RecordTypes.choices(plain).keySet().stream()
                    .map(name -> "`" + name + "`")
                    .collect(Collectors.joining(", ", "type ", ""));
        }
        if (plain.isRecord()) {
            return "keys";
        }
        return plain == String.class
                ? "text"
                : plain == boolean.class || plain == Boolean.class
                        ? "true, false"
                        : plain == double.class || plain == Double.class ? "number" : "whole number";
    }

    private static String left(RecordComponent component, Optional<Object> defaults) {
        Object value =
                defaults.map(record -> RecordTypes.read(component, record)).orElse(null);
        if (value == null) {
            return RecordTypes.isNullable(component) ? "nothing" : "must be given";
        }
        if (value instanceof Record record && component.getType().isSealed()) {
            return "`" + RecordTypes.nameOf(record.getClass()) + "`";
        }
        if (value instanceof Record) {
            return "see below";
        }
        if (value instanceof List<?> list && list.stream().anyMatch(Record.class::isInstance)) {
            return "a small one";
        }
        String shown = value instanceof Enum<?> constant ? ScalarReader.nameOf(constant) : String.valueOf(value);
        return shown.isEmpty() ? "empty" : "`" + shown + "`";
    }
}
