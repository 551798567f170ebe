package dev.alambic.workbench.shelf;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.run.UsageException;
import dev.alambic.run.folder.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All that a workbench serves: runs, runs that lie in folders, and model files by themselves. Folders are looked
 * through anew each time, so that a run that starts is seen. What a request names is looked up among what is there: no
 * part of a request becomes a path.
 */
public final class Shelf {
    private static final String RECIPE = "recipe.yaml";
    private static final String MODELS = "models";
    private static final String RUNS = "runs";
    private static final int MOST_RUNS = 1000;

    private final List<Path> runs;
    private final List<Path> folders;
    private final Map<String, Path> models;
    private final Path place;
    private final Set<Path> begun = new ConcurrentSkipListSet<>();

    private Shelf(List<Path> runs, List<Path> folders, Map<String, Path> models, Path place) {
        this.place = place;
        this.runs = List.copyOf(runs);
        this.folders = List.copyOf(folders);
        this.models = models;
    }

    /**
     * Returns what the user names: folders of runs, folders with runs, model files; of nothing, what lies in
     * {@code here} and in its folder {@code runs}, which may be nothing yet.
     *
     * @throws UsageException if a path is none of these
     */
    public static Shelf of(List<Path> named, Path here) {
        if (named.isEmpty()) {
            return new Shelf(List.of(), List.of(here, here.resolve(RUNS)), Map.of(), here.resolve(RUNS));
        }
        List<Path> runs = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        Map<String, Path> models = new LinkedHashMap<>();
        for (Path path : named) {
            if (isRun(path)) {
                runs.add(path);
            } else if (Files.isDirectory(path)) {
                folders.add(path);
            } else if (Files.isRegularFile(path)) {
                OnnxModel.read(path); // what is no model is refused before anybody asks it
                models.put(unused(stem(path), models), path);
            } else {
                throw new UsageException(
                        path + ": not there (expected the folder of a run, one with runs, or a model)");
            }
        }
        Shelf shelf = new Shelf(runs, folders, models, place(runs, folders, here));
        for (Path folder : folders) {
            if (runsIn(folder).isEmpty() && runsIn(folder.resolve(RUNS)).isEmpty()) {
                throw new UsageException(
                        folder + ": no run in it (expected a folder with runs, which have a recipe.yaml)");
            }
        }
        return shelf;
    }

    private static Path place(List<Path> runs, List<Path> folders, Path here) {
        if (!folders.isEmpty()) {
            Path first = folders.get(0);
            return runsIn(first).isEmpty() ? first.resolve(RUNS) : first;
        }
        Path beside =
                runs.isEmpty() ? null : runs.get(0).toAbsolutePath().normalize().getParent();
        return beside == null ? here.resolve(RUNS) : beside;
    }

    /** Returns the folder that new runs are made in. */
    public Path place() {
        return place;
    }

    /**
     * Takes in a run that was begun, wherever it lies.
     *
     * @return its name in addresses
     */
    public String add(Path run) {
        begun.add(run.toAbsolutePath().normalize());
        return all().stream()
                .filter(each -> each.folder() != null
                        && each.run().path().toAbsolutePath().normalize().equals(run))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("run"))
                .id();
    }

    private static boolean isRun(Path path) {
        return Files.isRegularFile(path.resolve(RECIPE));
    }

    /** Returns all that is there now, the runs by name. */
    public List<Shelved> all() {
        Map<String, Shelved> found = new LinkedHashMap<>();
        if (!models.isEmpty()) {
            found.put(MODELS, Shelved.ofModels(MODELS, models));
        }
        Stream<Path> inFolders = folders.stream()
                .flatMap(folder -> Stream.of(folder, folder.resolve(RUNS)).flatMap(each -> runsIn(each).stream()));
        Stream.of(runs.stream(), inFolders, begun.stream())
                .flatMap(Function.identity())
                .map(path -> path.toAbsolutePath().normalize())
                .distinct()
                .filter(Files::isDirectory)
                .limit(MOST_RUNS)
                .flatMap(path -> RunFolder.at(path).runs().stream())
                .forEach(folder -> {
                    String id = unused(id(folder.path()), found);
                    found.put(id, Shelved.ofRun(id, folder));
                });
        return List.copyOf(found.values());
    }

    /**
     * Returns what has this name.
     *
     * @throws Refusal if there is nothing
     */
    public Shelved named(String id) {
        return all().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("run"));
    }

    /** Returns the name of a run's folder, behind that of its run where it is one seed of several. */
    private static String id(Path folder) {
        String name = String.valueOf(folder.getFileName());
        Path parent = folder.getParent();
        return name.matches("seed-\\d+") && parent != null && isRun(parent) ? parent.getFileName() + "-" + name : name;
    }

    private static String unused(String name, Map<String, ?> taken) {
        String free = name;
        for (int i = 2; taken.containsKey(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    private static List<Path> runsIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(Shelf::isRun).sorted(Comparator.reverseOrder()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }

    static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.toLowerCase(Locale.ROOT).endsWith(".onnx") ? name.substring(0, name.length() - 5) : name;
    }
}
