package dev.alambic.run.folder;

/** A file of a run; {@link RunFolder} tells what each holds. */
public enum RunFile {
    RECIPE("recipe.yaml"),
    ENVIRONMENT("environment.json"),
    HISTORY("history.jsonl"),
    EVENTS("events.jsonl"),
    DATA("data.json"),
    PASSES("passes.json"),
    METRICS("metrics.json"),
    BENCH("bench.json"),
    /** Where the student came after other networks. */
    COURSE("course.json"),
    /** If it was asked for. */
    CONTROL("control.json"),
    SUMMARY("summary.json"),
    LAYERS("layers.json"),
    DISAGREEMENTS("disagreements.json"),
    /** Of a regression. */
    PREDICTIONS("predictions.json"),
    REPORT("report.html"),
    /** Of several seeds. */
    REPEAT("repeat.json");

    private final String inFolder;

    RunFile(String inFolder) {
        this.inFolder = inFolder;
    }

    /** Returns its name in the folder. */
    String inFolder() {
        return inFolder;
    }
}
