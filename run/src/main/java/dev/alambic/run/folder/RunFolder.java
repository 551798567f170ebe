package dev.alambic.run.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ComparisonJson;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.run.Json;
import dev.alambic.run.UsageException;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a run keeps all that it makes.
 *
 * <pre>
 * recipe.yaml       the recipe as resolved     models/*.onnx  teacher, student, student-stripped, …
 * environment.json  versions and machine       metrics.json   quality of every model on the test split
 * history.jsonl     one line an epoch          bench.json     latency, memory, size of every model
 * checkpoints/      to go on from after a kill summary.json   the most important of all that
 * plots/*.png                                  report.html    all of it, to look at
 * passes.json       what making forms reported layers.json    error of the forms, layer by layer
 * disagreements.json  samples that teacher and student answer differently
 * course.json       the networks that came before the student, and it, if there are some
 * control.json      the student without its teacher, if it was asked for
 * events.jsonl      what happened, one line an event; a run that goes on after a kill appends
 * </pre>
 */
public final class RunFolder {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private final Path path;

    private RunFolder(Path path) {
        this.path = path;
    }

    /** Returns the folder that a run gets if the user names none: {@code runs/<name>-<time>}. */
    public static Path unnamed(String recipe, LocalDateTime now) {
        return Path.of("runs", recipe + "-" + TIME.format(now));
    }

    /**
     * Makes the folder of a new run.
     *
     * @throws UsageException if there is something in it
     * @throws UncheckedIOException if it cannot be made
     */
    public static RunFolder create(Path path, Recipe recipe) {
        requireEmpty(path);
        return begin(path, recipe).withFolders();
    }

    /** Goes on with the run in this folder, or begins one if it holds none yet. */
    public static RunFolder createOrOpen(Path path, Recipe recipe) {
        RunFolder folder = new RunFolder(path).isBegun() ? open(path) : begin(path, recipe);
        return folder.withFolders();
    }

    /** Begins a run of several seeds, whose own folders lie in this one. */
    public static RunFolder createForSeeds(Path path, Recipe recipe) {
        requireEmpty(path);
        return begin(path, recipe);
    }

    /** Returns the folder at a path, whatever is in it. */
    public static RunFolder at(Path path) {
        return new RunFolder(path);
    }

    private static RunFolder begin(Path path, Recipe recipe) {
        RunFolder folder = new RunFolder(path);
        WholeFile.write(folder.file(RunFile.RECIPE), RecipeReader.write(recipe));
        return folder;
    }

    /** Makes what the stages build on, where it is not there. */
    public RunFolder withFolders() {
        try {
            Files.createDirectories(models());
            Files.createDirectories(checkpoints());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the run's folder " + path, e);
        }
        if (!has(RunFile.ENVIRONMENT)) {
            writeJson(RunFile.ENVIRONMENT, Environment.current());
        }
        return this;
    }

    /** Removes a run that has come to nothing: no epoch, no model. */
    public void discardIfEmpty() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            boolean empty = all.stream()
                    .filter(Files::isRegularFile)
                    .allMatch(
                            List.of(
                                    file(RunFile.RECIPE),
                                    file(RunFile.ENVIRONMENT),
                                    file(RunFile.EVENTS),
                                    file(RunFile.DATA))::contains);
            if (empty) {
                for (Path each : all) {
                    Files.delete(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        }
    }

    private boolean isBegun() {
        return has(RunFile.RECIPE);
    }

    private static void requireEmpty(Path path) {
        if (!Files.isDirectory(path)) {
            return;
        }
        try (Stream<Path> content = Files.list(path)) {
            if (content.findAny().isPresent()) {
                throw new UsageException(
                        path + ": the folder is not empty (to go on with a run: alambic run --resume " + path + ")");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /**
     * Opens the folder of a run that was started before.
     *
     * @throws UsageException if it is none
     */
    public static RunFolder open(Path path) {
        RunFolder folder = new RunFolder(path);
        if (!folder.isBegun()) {
            throw new UsageException(path + ": not the folder of a run (there is no recipe.yaml)");
        }
        return folder;
    }

    /** Returns the recipe that the run was started with. */
    public Recipe recipe() {
        return RecipeReader.read(RecipeSource.ofFile(file(RunFile.RECIPE)), List.of());
    }

    /** Returns the recipe as it was written. */
    String recipeText() {
        return text(RunFile.RECIPE).orElse("");
    }

    /** Returns the runs of several seeds in this folder, or this one alone. */
    public List<RunFolder> runs() {
        try (Stream<Path> inside = Files.list(path)) {
            List<RunFolder> seeds = inside.filter(
                            each -> String.valueOf(each.getFileName()).matches("seed-\\d+"))
                    .map(RunFolder::new)
                    .filter(RunFolder::isBegun)
                    .sorted(Comparator.comparing(RunFolder::path))
                    .toList();
            return seeds.isEmpty() ? List.of(this) : seeds;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** Returns what the run was started with, if that was written. */
    Optional<Environment> environment() {
        return readJson(RunFile.ENVIRONMENT, Environment.class);
    }

    public Path path() {
        return path;
    }

    public Path file(RunFile file) {
        return path.resolve(file.inFolder());
    }

    public boolean has(RunFile file) {
        return Files.isRegularFile(file(file));
    }

    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    private Path models() {
        return path.resolve("models");
    }

    /** Returns the file of a model, for example of {@code student-int8}. */
    public Path model(String name) {
        return models().resolve(name + ".onnx");
    }

    public boolean hasModel(String name) {
        return Files.isRegularFile(model(name));
    }

    /** Writes {@code value} as JSON to a file of this folder. */
    public void writeJson(RunFile file, Object value) {
        WholeFile.write(file(file), Json.text(value) + "\n");
    }

    /**
     * Returns the models measured side by side, if they were; also of a run of an earlier version.
     *
     * @throws InvalidDataException if the file was changed into something else
     */
    public Optional<Comparison> comparison() {
        return has(RunFile.BENCH) ? Optional.of(ComparisonJson.read(file(RunFile.BENCH))) : Optional.empty();
    }

    /**
     * Reads what {@link #writeJson} wrote; nothing if that was not yet.
     *
     * @throws InvalidDataException if the file was changed into something else
     */
    public <T> Optional<T> readJson(RunFile file, Class<T> type) {
        return text(file).map(json -> {
            try {
                return Json.read(json, type);
            } catch (JsonProcessingException e) {
                throw new InvalidDataException(
                        file(file) + ": not what this program wrote: " + e.getOriginalMessage(), e);
            }
        });
    }

    private Optional<String> text(RunFile file) {
        if (!has(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file(file), e);
        }
    }
}
