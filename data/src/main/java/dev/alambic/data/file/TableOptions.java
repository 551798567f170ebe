package dev.alambic.data.file;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user tells of a table; what is not told is seen.
 *
 * @param separator between cells; null for the one that is seen
 * @param decimal {@code .} or {@code ,}; null for the one that is seen
 * @param encoding of the text; null for UTF-8, or what a byte order mark says
 * @param columns what columns are, by name: number, category, date (and its format), skip; {@code *} for all others
 * @param missing what stands for missing values; null for the usual, where there are any
 * @param unlabelled what becomes of rows without label
 */
@RecordBuilder
public record TableOptions(
        @Nullable Character separator,
        @Nullable Character decimal,
        @Nullable Charset encoding,
        Map<String, String> columns,
        @Nullable Missing missing,
        Unlabelled unlabelled)
        implements TableOptionsBuilder.With {

    /** Stands for all columns that are not named. */
    public static final String OTHERS = "*";

    private static final Map<String, Character> SEPARATORS =
            Map.of("comma", ',', "semicolon", ';', "tab", '\t', "bar", '|', "pipe", '|', "space", ' ', "\\t", '\t');

    /** What stands for missing values. */
    public enum Missing {
        /** Nothing: a missing value is refused. */
        REFUSE,
        /** Of numbers the median; categories have one of their own. */
        MEDIAN,
        /** Of numbers the mean; categories have one of their own. */
        MEAN,
        /** The value that is most frequent. */
        MOST_FREQUENT
    }

    /** What becomes of rows without label. */
    public enum Unlabelled {
        REFUSE,
        SKIP
    }

    public TableOptions {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** Returns the options that tell nothing. */
    public static TableOptions seen() {
        return new TableOptions(null, null, null, Map.of(), null, Unlabelled.REFUSE);
    }

    /** Returns the separator that a word or character names. */
    public static char separatorOf(String word) {
        Character named = SEPARATORS.get(word.toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        if (word.length() != 1 || Character.isLetterOrDigit(word.charAt(0)) || "\"\n\r".contains(word)) {
            throw new IllegalArgumentException(
                    "no separator (expected comma, semicolon, tab, bar, or the character, was '" + word + "')");
        }
        return word.charAt(0);
    }

    /** Returns the encoding of a name, {@code latin1} among them. */
    public static Charset encodingOf(String name) {
        if (name.equalsIgnoreCase("ansi")) {
            return Charset.forName("windows-1252");
        }
        try {
            return Charset.forName(name.replace(' ', '-'));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException(
                    "unknown encoding (expected utf-8, latin1, windows-1252, utf-16, … was '" + name + "')", e);
        }
    }

    /** Returns the encoding of a text that has no byte order mark. */
    public Charset encodingOrUsual() {
        return encoding == null ? StandardCharsets.UTF_8 : encoding;
    }

    /** Returns what is told of a column; null if nothing is. */
    public @Nullable String told(String column) {
        return columns.getOrDefault(column, columns.get(OTHERS));
    }
}
