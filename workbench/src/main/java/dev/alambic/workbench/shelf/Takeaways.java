package dev.alambic.workbench.shelf;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.folder.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** What can be downloaded of a run, or of model files: a list, so that no part of a request becomes a path. */
public final class Takeaways {
    private static final String PACKAGE = ".alambic.zip";
    private static final Map<RunFile, String> RECORDS = records();

    private Takeaways() {}

    /**
     * One file to take away.
     *
     * @param name that it is asked by and saved as
     * @param what it is, in words
     * @param file that it is, or is taken from
     * @param inside the folder of the zip {@code file} that it is; null for the file as it lies there
     */
    public record Takeaway(
            String name, String what, Path file, @Nullable String inside) {

        /** Returns its size in bytes; of a part of a zip that of what is inside, as it lies there. */
        public long bytes() {
            try {
                if (inside == null) {
                    return Files.size(file);
                }
                try (ZipFile zip = new ZipFile(file.toFile())) {
                    return zip.stream()
                            .filter(entry -> entry.getName().startsWith(inside))
                            .mapToLong(entry -> Math.max(0, entry.getCompressedSize()))
                            .sum();
                }
            } catch (IOException e) {
                throw new Refusal(409, name + ": cannot be read", e);
            }
        }
    }

    private static Map<RunFile, String> records() {
        Map<RunFile, String> records = new LinkedHashMap<>();
        records.put(RunFile.REPORT, "report");
        records.put(RunFile.RECIPE, "recipe, as it was run");
        records.put(RunFile.SUMMARY, "the most important figures");
        records.put(RunFile.METRICS, "quality of every model");
        records.put(RunFile.BENCH, "latency, memory and size of every model");
        records.put(RunFile.HISTORY, "every epoch");
        records.put(RunFile.EVENTS, "what happened");
        return records;
    }

    /** Returns all that can be taken away now. */
    public static List<Takeaway> of(Shelved shelved) {
        Map<String, Takeaway> found = new LinkedHashMap<>();
        shelved.models().forEach((name, file) -> {
            add(found, new Takeaway(name + ".onnx", "model", file, null));
            weights(file).forEach(each -> add(found, new Takeaway(name(each), "weights of " + name, each, null)));
        });
        RunFolder run = shelved.folder();
        if (run == null) {
            return List.copyOf(found.values());
        }
        for (Path folder : List.of(run.model("x").resolveSibling(""), run.path())) {
            packages(folder).forEach(file -> {
                String stem = name(file).substring(0, name(file).length() - PACKAGE.length());
                add(found, new Takeaway(name(file), "package of " + stem, file, null));
                add(found, new Takeaway(stem + "-golden.zip", "golden vectors of " + stem, file, "golden/"));
            });
        }
        RECORDS.forEach((record, what) -> {
            if (run.has(record)) {
                add(found, new Takeaway(name(run.file(record)), what, run.file(record), null));
            }
        });
        return List.copyOf(found.values());
    }

    /**
     * Returns what has this name.
     *
     * @throws Refusal if there is nothing
     */
    public static Takeaway named(Shelved shelved, String name) {
        return of(shelved).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("file"));
    }

    private static void add(Map<String, Takeaway> found, Takeaway takeaway) {
        found.putIfAbsent(takeaway.name(), takeaway);
    }

    /** Returns the files beside a model that its weights lie in. */
    private static List<Path> weights(Path file) {
        try {
            return OnnxModel.files(file).stream()
                    .filter(each -> !each.equals(file))
                    .toList();
        } catch (InvalidModelException | UncheckedIOException e) { // no model: the file itself can be had
            return List.of();
        }
    }

    private static List<Path> packages(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> packages = new ArrayList<>();
        try (Stream<Path> inside = Files.list(folder)) {
            inside.filter(each -> name(each).endsWith(PACKAGE)).sorted().forEach(packages::add);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
        return packages;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
