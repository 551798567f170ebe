package dev.alambic.run.recipe;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.PictureOptions;
import dev.alambic.data.file.SoundOptions;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.file.TaskOptions;
import dev.alambic.data.table.ColumnKind;
import dev.alambic.data.text.TokenizerSource;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.message.Rule;
import dev.alambic.onnx.message.RuleException;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The samples and how they are split. Splits are stratified and decided by the recipe's seed.
 *
 * @param source a shipped data set, a CSV or TSV file, a folder of pictures, or a folder of IDX files
 * @param label the column of a table that holds the class; left out: the last column
 * @param target the columns that hold the numbers of a regression; left out: the label, or the last column
 * @param text the column of a table that holds texts, or the two of pairs; left out: the one called text, where the
 *     model is one of texts
 * @param tokenizer what cuts texts: a tokenizer.json, or a model that carries one; left out: that of the model
 * @param vocabulary how many word pieces to learn from the texts, to cut them by; left out: the tokenizer, or the
 *     model, says how
 * @param length the most tokens of a text; left out: that of the model, or 128 with a tokenizer of its own
 * @param roles what inputs of a model of texts take whose names do not tell it: NAME=ROLE, a role being tokens, mask,
 *     segments or positions
 * @param size of pictures, WIDTHxHEIGHT; left out: that of the model, or what the pictures suggest
 * @param colours of pictures; left out: those of the model, or rgb if any picture has colours
 * @param fit how pictures of another size are brought to that one; left out: that of the model, or stretch
 * @param rate samples a second of sounds; left out: that of the model, or what the sounds suggest
 * @param seconds length of sounds; left out: that of the model, or what the sounds suggest
 * @param pixels values of pixels for models that do not say what they take
 * @param broken what becomes of pictures that cannot be decoded
 * @param cache most MiB of memory for decoded pictures; left out: 256, or a quarter of the heap where that is less
 * @param separator between the cells of a table: comma, semicolon, tab, bar or the character; left out: seen
 * @param decimal point or comma, before the fraction of numbers in a table; left out: seen
 * @param encoding of a table, such as latin1; left out: UTF-8, or what its byte order mark says
 * @param columns what columns of a table are, by name: number, category, date (with its format, date d.M.yyyy), skip;
 *     those left out are guessed by looking; {@code *} stands for all others
 * @param missing what stands for missing values in a table: median, mean, mostFrequent, or refuse; left out: the median
 *     where values are missing
 * @param labels whether the source has labels; without, the teacher's answers are all that is learnt from, and models
 *     are judged by how often they agree with it
 * @param labelColumns the columns of 0 and 1 of a table, one for each of several labels (task: multiLabel)
 * @param labelSeparator between the names of the labels of a sample in the column of the label, such as {@code |},
 *     where they have no columns of their own (task: multiLabel)
 * @param tasks what each of several tasks is answered with, by the name of the task (task: multiTask)
 * @param unlabelled further samples to train on whose labels nobody knows, learnt from the teacher's answers: a file,
 *     or a folder of pictures; left out: none
 * @param missingLabels whether rows without label are refused or skipped
 * @param group the column of a table that tells which rows belong together, so that they come into one part; it is no
 *     input; left out: none
 * @param validation part of the samples kept for validation, 0 to below 1
 * @param test part of the samples kept for the final test, 0 to below 1; not used where the source has its own test
 *     part
 */
@RecordBuilder
public record DataSpec(
        String source,
        @Nullable String label,
        @Nullable List<String> target,
        @Nullable List<String> text,
        @Nullable String tokenizer,
        @Nullable Integer vocabulary,
        @Nullable Integer length,
        List<String> roles,
        @Nullable String size,
        PictureOptions.@Nullable Colours colours,
        InputMeaning.@Nullable Resize fit,
        @Nullable Integer rate,
        @Nullable Double seconds,
        Pixels pixels,
        PictureOptions.Broken broken,
        @Nullable Integer cache,
        @Nullable String separator,
        @Nullable String decimal,
        @Nullable String encoding,
        Map<String, String> columns,
        TableOptions.@Nullable Missing missing,
        Labels labels,
        @Nullable List<String> labelColumns,
        @Nullable String labelSeparator,
        Map<String, TaskSpec> tasks,
        @Nullable String unlabelled,
        TableOptions.Unlabelled missingLabels,
        @Nullable String group,
        double validation,
        double test)
        implements DataSpecBuilder.With {

    private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,3})x([1-9]\\d{0,3})");

    /** Whether there are labels. */
    public enum Labels {
        GIVEN,
        NONE
    }

    /** Values of pixels. */
    public enum Pixels {
        /** 0 to 1. */
        UNIT,
        /** 0 to 255. */
        BYTE
    }

    /** What the inputs of exported models are called, beside which the tasks are outputs. */
    private static final Set<String> INPUTS = Set.of("features", "image", "sound", "input_ids");

    private static final int USUAL_LENGTH = 128;
    private static final int LEAST_RATE = 1000;
    private static final int MOST_RATE = 384_000;
    private static final double LEAST_SECONDS = 0.25;
    private static final double MOST_SECONDS = 60;

    public DataSpec {
        Rule.atLeastOne("length", length == null ? 1 : length);
        Rule.atLeastOne("vocabulary", vocabulary == null ? 1 : vocabulary);
        Rule.require(
                vocabulary == null || tokenizer == null, "vocabulary", "a vocabulary to learn or a tokenizer", "both");
        roles = List.copyOf(roles);
        text = text == null ? null : List.copyOf(text);
        Rule.require(
                text == null || text.size() == 1 || text.size() == 2,
                "text",
                "one column, or the two of pairs",
                String.valueOf(text));
        target = target == null ? null : List.copyOf(target);
        Rule.require(target == null || !target.isEmpty(), "target", "at least one column", "none");
        labelColumns = labelColumns == null ? null : List.copyOf(labelColumns);
        Rule.require(labelColumns == null || !labelColumns.isEmpty(), "labelColumns", "at least one column", "none");
        Rule.require(labelSeparator == null || !labelSeparator.isBlank(), "labelSeparator", "a character", "none");
        Rule.require(
                labelColumns == null || labelSeparator == null,
                "labelColumns",
                "a column for each label, or labelSeparator within one",
                "both");
        tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
        Rule.require(tasks.size() != 1, "tasks", "at least 2 (one is told by label, target or labelColumns)", "1");
        for (String name : tasks.keySet()) {
            Rule.require(
                    name.matches("[A-Za-z0-9_-]+"), "tasks", "a name of letters, digits, dash and underscore", name);
            Rule.require(!INPUTS.contains(name), "tasks", "a name that no input of a model has", name);
        }
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
                size == null || SIZE.matcher(size).matches(),
                "size",
                "WIDTHxHEIGHT, for example 64x64",
                String.valueOf(size));
        Rule.require(
                rate == null || (rate >= LEAST_RATE && rate <= MOST_RATE),
                "rate",
                LEAST_RATE + " to " + MOST_RATE + " samples a second",
                String.valueOf(rate));
        Rule.require(
                seconds == null || (seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS),
                "seconds",
                LEAST_SECONDS + " to " + MOST_SECONDS,
                String.valueOf(seconds));
        Rule.require(cache == null || cache >= 0, "cache", "at least 0", String.valueOf(cache));
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
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                Pixels.UNIT,
                PictureOptions.Broken.REFUSE,
                null,
                null,
                null,
                null,
                Map.of(),
                null,
                Labels.GIVEN,
                null,
                null,
                Map.of(),
                null,
                TableOptions.Unlabelled.REFUSE,
                null,
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
                .withLabels(severalLabels())
                .withTasks(taskOptions())
                .withGroup(group)
                .withVocabulary(learnt())
                .withInput(input(model))
                .withPictures(pictures())
                .withSounds(new SoundOptions(rate, seconds))
                .withTable(table());
    }

    private PictureOptions pictures() {
        PictureOptions told = PictureOptions.defaults()
                .withColours(colours)
                .withFit(fit)
                .withBroken(broken)
                .withCacheBytes(cache == null ? PictureOptions.usualCache() : (long) cache << 20);
        Matcher sides = SIZE.matcher(size == null ? "" : size);
        return sides.matches()
                ? told.withWidth(Integer.valueOf(sides.group(1))).withHeight(Integer.valueOf(sides.group(2)))
                : told;
    }

    private DataOptions.@Nullable Vocabulary learnt() {
        return vocabulary == null
                ? null
                : new DataOptions.Vocabulary(vocabulary, length == null ? USUAL_LENGTH : length);
    }

    /** Returns this with the tasks of a model, each where this says that it stands, or else where the model says it. */
    public DataSpec withTasksOf(ModelInfo model) {
        Map<String, TaskSpec> all = new LinkedHashMap<>();
        model.tasks().forEach((name, task) -> {
            TaskSpec told = tasks.get(name);
            all.put(name, told == null ? TaskSpec.of(task) : told);
        });
        return withTasks(all);
    }

    private Map<String, TaskOptions> taskOptions() {
        Map<String, TaskOptions> options = new LinkedHashMap<>();
        tasks.forEach((name, task) -> options.put(name, task.options()));
        return options;
    }

    /** Returns where several labels stand; null if one class is learnt. */
    public DataOptions.@Nullable Labels severalLabels() {
        return labelColumns == null && labelSeparator == null
                ? null
                : new DataOptions.Labels(labelColumns == null ? List.of() : labelColumns, labelSeparator);
    }

    /** Returns the columns of the numbers of a regression; empty for the last column. */
    public List<String> targets() {
        if (target != null) {
            return target;
        }
        return label == null ? List.of() : List.of(label);
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
