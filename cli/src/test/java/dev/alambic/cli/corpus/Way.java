package dev.alambic.cli.corpus;

import java.nio.file.Path;
import java.util.List;

/**
 * One command on a model.
 *
 * @param words {@code MODEL}, {@code OPTIMIZED}, {@code SAMPLES}, {@code PACKAGE} and {@code OUT} stand for paths
 */
record Way(String name, Promise promise, double least, List<String> words) {

    /** What becomes of the outputs. */
    enum Promise {
        /** Nothing is written. */
        TOLD,
        /** They stay, but for roundings of the type that is computed in. */
        EXACT,
        /** What is written is what was read. */
        NOTHING,
        /** They keep so many decibels. */
        CLOSE,
        /** Only their types and sizes stay. */
        SHAPES
    }

    private static Way way(String name, Promise promise, double least, String words) {
        return new Way(name, promise, least, List.of(words.split(" ")));
    }

    /** Returns all, in the order in which they are run: some read what one before has written. */
    static List<Way> all() {
        return List.of(
                way("inspect", Promise.TOLD, 0, "inspect MODEL"),
                way("optimize", Promise.EXACT, 0, "optimize MODEL -o OUT"),
                way("again", Promise.NOTHING, 0, "optimize OPTIMIZED -o OUT"),
                way("strip", Promise.EXACT, 0, "strip MODEL -o OUT --inputs SAMPLES"),
                way("prune", Promise.SHAPES, 0, "prune MODEL --channels 0.5 -o OUT"),
                // bounds: what the poorest model of the corpus keeps, less some decibels; the form's own for four bits
                way("dynamic", Promise.CLOSE, 15, "quantize MODEL --int8 dynamic -o OUT"),
                way("static", Promise.CLOSE, 15, "quantize MODEL --int8 static --calibration SAMPLES -o OUT"),
                way(
                        "qoperator",
                        Promise.CLOSE,
                        15,
                        "quantize MODEL --int8 static --form qoperator --calibration SAMPLES -o OUT"),
                way("int8", Promise.CLOSE, 20, "quantize MODEL --weights int8 -o OUT"),
                way("int4", Promise.CLOSE, 6, "quantize MODEL --weights int4 -o OUT --inputs SAMPLES"),
                way("fp16", Promise.CLOSE, 40, "quantize MODEL --fp16 storage -o OUT"),
                way("half", Promise.CLOSE, 30, "quantize MODEL --fp16 compute -o OUT"),
                way("diff", Promise.TOLD, 0, "diff MODEL OPTIMIZED"),
                way("explain", Promise.TOLD, 0, "explain MODEL"),
                way(
                        "bench",
                        Promise.TOLD,
                        0,
                        "bench MODEL --inputs SAMPLES --seconds 0.02 --skip startup,memory,energy"),
                way("package", Promise.TOLD, 0, "package MODEL -o PACKAGE"),
                way("verify", Promise.TOLD, 0, "verify PACKAGE"));
    }

    /** Returns the command line for a model in {@code folder}. */
    String[] line(Path folder, Path model) {
        return words.stream()
                .map(word -> switch (word) {
                    case "MODEL" -> model.toString();
                    case "OPTIMIZED" -> out(folder, "optimize").toString();
                    case "SAMPLES" -> folder.resolve("samples").toString();
                    case "PACKAGE" -> folder.resolve("package.zip").toString();
                    case "OUT" -> out(folder, name).toString();
                    default -> word;
                })
                .toArray(String[]::new);
    }

    /** Returns the file that the way writes. */
    Path out(Path folder) {
        return out(folder, name);
    }

    /** Returns the way whose result is read, empty if it is the model's alone. */
    String after() {
        return words.contains("OPTIMIZED") ? "optimize" : name.equals("verify") ? "package" : "";
    }

    private static Path out(Path folder, String way) {
        return folder.resolve(way + ".onnx");
    }
}
