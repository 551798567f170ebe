package dev.alambic.run.recipe;

import dev.alambic.onnx.message.Nearest;
import dev.alambic.onnx.message.Quote;
import dev.alambic.run.UsageException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads one word as a number, a truth value, a text or one of an enumeration. */
final class ScalarReader {

    private static final String WHOLE = "[+-]?\\d[\\d_]*";
    private static final String NUMBER = "[+-]?(\\d[\\d_]*\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?";

    private ScalarReader() {}

    /** Returns the value of {@code tree} as {@code type}, which is one that a recipe's record may have. */
    static Object read(YamlTree tree, Class<?> type, String path) {
        String text = text(tree, path);
        if (type == String.class) {
            return text;
        }
        if (type == boolean.class || type == Boolean.class) {
            return truth(tree, text, path);
        }
        if (type == double.class || type == Double.class) {
            return number(tree, text, path);
        }
        if (type == int.class || type == Integer.class) {
            return Math.toIntExact(whole(tree, text, path, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (type == long.class || type == Long.class) {
            return whole(tree, text, path, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type.isEnum()) {
            return constant(tree, text, type, path);
        }
        throw new AssertionError("bug: a recipe cannot hold " + type + " at " + path);
    }

    /** Returns the text of a scalar. */
    static String text(YamlTree tree, String path) {
        if (tree instanceof YamlTree.Scalar scalar && !scalar.isNull()) {
            return scalar.text();
        }
        throw RecordBinder.wrong(tree, path, "expected a value");
    }

    /** Returns whether a recipe may write {@code name} as {@code typed}: letter case and dashes do not count. */
    static boolean sameWord(String name, String typed) {
        return bare(name).equals(bare(typed));
    }

    private static String bare(String word) {
        return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    static boolean isNumber(String text) {
        return text.matches(NUMBER);
    }

    private static boolean truth(YamlTree tree, String text, String path) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(text);
        }
        throw RecordBinder.wrong(tree, path, "expected true or false");
    }

    private static double number(YamlTree tree, String text, String path) {
        if (!isNumber(text)) {
            throw RecordBinder.wrong(tree, path, "expected a number");
        }
        double value = Double.parseDouble(text.replace("_", ""));
        if (Double.isInfinite(value)) {
            throw RecordBinder.wrong(tree, path, "expected a finite number");
        }
        return value;
    }

    private static long whole(YamlTree tree, String text, String path, long min, long max) {
        if (!text.matches(WHOLE)) {
            throw RecordBinder.wrong(tree, path, "expected a whole number");
        }
        BigInteger value = new BigInteger(text.replace("_", ""));
        if (value.compareTo(BigInteger.valueOf(min)) < 0 || value.compareTo(BigInteger.valueOf(max)) > 0) {
            throw RecordBinder.wrong(tree, path, "expected a whole number from " + min + " to " + max);
        }
        return value.longValue();
    }

    private static Object constant(YamlTree tree, String text, Class<?> type, String path) {
        List<Enum<?>> constants = Arrays.stream(type.getEnumConstants())
                .<Enum<?>>map(constant -> (Enum<?>) constant)
                .toList();
        List<String> names = constants.stream().map(ScalarReader::nameOf).toList();
        return constants.stream()
                .filter(constant -> sameWord(constant.name(), text))
                .findFirst()
                .orElseThrow(() -> new UsageException(tree.place() + ": key '" + path + "': unknown value "
                        + Quote.of(text) + Nearest.choices(names)));
    }

    /** Returns how a recipe writes {@code constant}: {@code maxPool} for MAX_POOL. */
    static String nameOf(Enum<?> constant) {
        String[] words = constant.name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder name = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return name.toString();
    }
}
