package dev.alambic.run.recipe;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.table.ColumnKind;
import dev.alambic.data.text.TokenizerSource;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.message.Rule;
import dev.alambic.onnx.message.RuleException;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The samples and how they are split. Splits are stratified and decided by the recipe's seed.
 *
 * @param source a shipped data set, a CSV or TSV file, or a folder of IDX files
 * @param label the column of a table that holds the class; left out: the last column
 * @param text the column of a table that holds texts; left out: the one called text, where the model is one of texts
 * @param tokenizer what cuts texts: a tokenizer.json, or a model that carries one; left out: that of the model
 * @param length the most tokens of a text; left out: that of the model, or 128 with a tokenizer of its own
 * @param roles what inputs of a model of texts take whose names do not tell it: NAME=ROLE, a role being tokens, mask,
 *     segments or positions
 * @param separator between the cells of a table: comma, semicolon, tab, bar or the character; left out: seen
 * @param decimal point or comma, before the fraction of numbers in a table; left out: seen
 * @param encoding of a table, such as latin1; left out: UTF-8, or what its byte order mark says
 * @param columns what columns of a table are, by name: number, category, date (with its format, date d.M.yyyy), skip;
 *     those left out are guessed by looking; {@code *} stands for all others
 * @param missing what stands for missing values in a table: median, mean, mostFrequent, or refuse; left out: the median
 *     where values are missing
 * @param missingLabels whether rows without label are refused or skipped
 * @param validation part of the samples kept for validation, 0 to below 1
 * @param test part of the samples kept for the final test, 0 to below 1; not used where the source has its own test
 *     part
 */
@RecordBuilder
public record DataSpec(
        String source,
        @Nullable String label,
        @Nullable String text,
        @Nullable String tokenizer,
        @Nullable Integer length,
        List<String> roles,
        @Nullable String separator,
        @Nullable String decimal,
        @Nullable String encoding,
        Map<String, String> columns,
        TableOptions.@Nullable Missing missing,
        TableOptions.Unlabelled missingLabels,
        double validation,
        double test)
        implements DataSpecBuilder.With {

    private static final int USUAL_LENGTH = 128;

    public DataSpec {
        Rule.atLeastOne("length", length == null ? 1 : length);
        roles = List.copyOf(roles);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        Rule.require(
                decimal == null || decimalOf(decimal) != null, "decimal", "point or comma", String.valueOf(decimal));
        if (separator != null) {
            told("separator", () -> TableOptions.separatorOf(separator));
        }
        if (encoding != null) {
            told("encoding", () -> TableOptions.encodingOf(encoding));
        }
        columns.forEach((name, kind) -> told("columns." + name, () -> ColumnKind.told(kind)));
        for (String role : roles) {
            Rule.require(
                    role.matches(".+=(tokens|mask|segments|positions)"),
                    "roles",
                    "NAME=tokens, mask, segments or positions",
                    role);
        }
        Rule.require(
                validation >= 0 && test >= 0 && validation + test < 1,
                "validation",
                "at least 0, and with test below 1",
                validation + " and " + test);
    }

    private static void told(String key, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw new RuleException(key, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Character decimalOf(String word) {
        return switch (word) {
            case ".", "point" -> '.';
            case ",", "comma" -> ',';
            default -> null;
        };
    }

    public static DataSpec defaults() {
        return new DataSpec(
                "breast-cancer",
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                Map.of(),
                null,
                TableOptions.Unlabelled.REFUSE,
                0.1,
                0.2);
    }

    /** Returns what is told of a table. */
    public TableOptions table() {
        return new TableOptions(
                separator == null ? null : TableOptions.separatorOf(separator),
                decimal == null ? null : decimalOf(decimal),
                encoding == null ? null : TableOptions.encodingOf(encoding),
                columns,
                missing,
                missingLabels);
    }

    /**
     * Returns how the source is read for a model.
     *
     * @param model what the model takes; null if it does not say, or there is none yet
     * @throws dev.alambic.data.file.InvalidDataException if the tokenizer is missing or broken
     */
    public DataOptions options(@Nullable InputMeaning model) {
        return DataOptions.defaults()
                .withLabel(label)
                .withText(text)
                .withInput(input(model))
                .withTable(table());
    }

    private @Nullable InputMeaning input(@Nullable InputMeaning model) {
        InputMeaning input = cut(model);
        return input instanceof InputMeaning.Text text ? text.withRoles(rolesByName()) : input;
    }

    private Map<String, String> rolesByName() {
        Map<String, String> byName = new HashMap<>();
        for (String role : roles) {
            int end = role.lastIndexOf('=');
            byName.put(role.substring(0, end), role.substring(end + 1));
        }
        return byName;
    }

    private @Nullable InputMeaning cut(@Nullable InputMeaning model) {
        InputMeaning.@Nullable Text own = model instanceof InputMeaning.Text texts ? texts : null;
        if (tokenizer != null) {
            int otherwise = own == null ? USUAL_LENGTH : own.length();
            return TokenizerSource.open(tokenizer, length == null ? otherwise : length);
        }
        return own != null && length != null ? own.withLength(length) : model;
    }
}
