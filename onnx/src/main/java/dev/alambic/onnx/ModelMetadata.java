package dev.alambic.onnx;

/** The keys of {@code metadata_props} that this project writes and reads. */
public final class ModelMetadata {

    /** What the model does, {@code classification}, {@code multiLabel}, {@code regression} or {@code multiTask}. */
    public static final String TASK = "task";

    /** The task of a model that tells one of several classes. */
    public static final String CLASSIFICATION = "classification";

    /** The task of a model that answers with numbers. */
    public static final String REGRESSION = "regression";

    /** The task of a model that tells of each of several labels whether a sample carries it. */
    public static final String MULTI_LABEL = "multiLabel";

    /** The task of a model that does several at once, each with an output of its own. */
    public static final String MULTI_TASK = "multiTask";

    /** What each of several tasks is, by the name of its output, as a JSON object; see {@link TaskInfo}. */
    public static final String TASKS = "tasks";

    /** The names of the classes, or of several labels, in the order of the output, as a JSON array of strings. */
    public static final String LABELS = "labels";

    /**
     * The names of the numbers that a regression answers with, in the order of the output, as a JSON array of strings.
     */
    public static final String TARGETS = "targets";

    /** The probability above which a model of several labels says one: a label is said if sigmoid(logit) is above. */
    public static final String THRESHOLD = "threshold";

    /**
     * The meaning of the inputs as JSON: for tables the feature names, for images the size and value range, for texts
     * the number of tokens.
     */
    public static final String INPUT = "input";

    /**
     * The inputs that take one column each of the table that {@link #INPUT} tells, in its order, as a JSON array of
     * strings; see {@link dev.alambic.onnx.edit.StringInputs}.
     */
    public static final String COLUMNS = "columns";

    /** The tokenizer of a model of texts, a whole tokenizer.json, so that nothing but the model's file is needed. */
    public static final String TOKENIZER = "tokenizer";

    /**
     * The inputs that take what an output gave in the call before, as {@code h=hn,c=cn}, or {@code none}; see
     * {@link dev.alambic.onnx.state.StatePairs}.
     */
    public static final String STATE = "state";

    /** Name and version of the program that wrote the model. */
    public static final String TOOL = "tool";

    /** Name of the recipe. */
    public static final String RECIPE = "recipe";

    /** Seed of the run. */
    public static final String SEED = "seed";

    /** SHA-256 of the file that this model was made from, in hexadecimal. */
    public static final String SOURCE_SHA256 = "source.sha256";

    /** The steps that made the model, oldest first, separated by {@code "; "}. */
    public static final String HISTORY = "history";

    /**
     * What values with short names were called in the model that this was made of: lines of {@code short=original}.
     * Values that are not named were not in that model.
     */
    public static final String NAMES = "names";

    private ModelMetadata() {}
}
