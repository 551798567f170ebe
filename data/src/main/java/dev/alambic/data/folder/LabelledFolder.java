package dev.alambic.data.folder;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds labelled files: pictures, texts, or sounds.
 *
 * <pre>
 * photos/train/cat/1.jpg   photos/test/cat/2.jpg   photos/val/cat/3.jpg    parts; test and val may be missing
 * photos/cat/1.jpg                                                         one level: the class is the folder
 * photos/labels.csv                                                        a list of files and labels, see LabelList
 * reviews/pos.txt          reviews/train/neg.txt                           texts, one a line: the class is the file
 * </pre>
 */
public final class LabelledFolder {
    /** What lies beside data and says something of them. */
    private static final String ABOUT = "(?i)(readme|licen[cs]e|notes?|copying|about|requirements|changelog).*";
    /** Texts of IMDB that have no label lie in such a folder. */
    private static final Set<String> UNLABELLED = Set.of("unsup", "unlabeled", "unlabelled");
    /** Files that are more are no classes. */
    private static final int MOST_CLASS_FILES = 50;
    /** What the options call the folders below those of the classes, whose files belong together. */
    private static final String GROUPED = "folder";

    private final FileKind kind;
    private final FileWalk walk;
    private final Path root;
    private final List<LabelledFiles.Entry> entries = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private boolean lines;

    private LabelledFolder(Path root, FileKind kind) {
        this.root = root;
        this.kind = kind;
        this.walk = new FileWalk(root, kind);
    }

    /**
     * Returns what is at a folder, or a list of files; empty if it is something else. Of several kinds of files those
     * count that the options ask for, else those that are the most.
     *
     * @throws InvalidDataException if files lie there that are in no class, a class is empty, a link leads out, or
     *     names differ by case alone
     */
    public static Optional<LabelledFiles> at(Path path, DataOptions options) {
        if (!Files.isDirectory(path)) {
            return LabelList.at(path, options);
        }
        List<Path> lists = FileWalk.ending(path, FileKind.LISTS).stream()
                .filter(file -> LabelList.kind(file, options).isPresent())
                .toList();
        if (!lists.isEmpty()) {
            return Optional.of(LabelList.of(path, lists, options));
        }
        Map<FileKind, Integer> counts = FileWalk.counts(path);
        return kind(counts, options)
                .map(kind -> new LabelledFolder(path, kind).read(counts))
                .map(found -> grouped(path, found, options));
    }

    private static LabelledFiles grouped(Path path, LabelledFiles found, DataOptions options) {
        String told = options.group();
        if (told == null
                || (told.equals(GROUPED)
                        && found.files().stream()
                                .anyMatch(entry -> !entry.group().isEmpty()))) {
            return found;
        }
        throw new InvalidDataException(path + ": data.group is '" + GROUPED + "' for a folder, whose files lie in "
                + path + "/<class>/<group>/…, or a column of a CSV list of files (was '" + told + "'"
                + (told.equals(GROUPED) ? ", and no file lies below a class's folder)" : ")"));
    }

    private static Optional<FileKind> kind(Map<FileKind, Integer> counts, DataOptions options) {
        FileKind wanted = wanted(options);
        if (wanted != null && counts.containsKey(wanted)) {
            return Optional.of(wanted);
        }
        FileKind most = null;
        for (FileKind kind : FileKind.values()) {
            if (counts.getOrDefault(kind, 0) > (most == null ? 0 : counts.getOrDefault(most, 0))) {
                most = kind;
            }
        }
        return Optional.ofNullable(most);
    }

    private static @Nullable FileKind wanted(DataOptions options) {
        if (options.vocabulary() != null || options.input() instanceof InputMeaning.Text) {
            return FileKind.TEXT;
        }
        if (options.input() instanceof InputMeaning.Sound) {
            return FileKind.SOUND;
        }
        return options.input() instanceof InputMeaning.Image ? FileKind.PICTURE : null;
    }

    private @Nullable LabelledFiles read(Map<FileKind, Integer> counts) {
        List<Path> folders =
                walk.folders(root).stream().filter(this::isLabelled).toList();
        List<Path> parts = folders.stream()
                .filter(folder -> Part.of(name(folder)).isPresent())
                .filter(folder -> !walk.files(folder).isEmpty())
                .filter(folder -> isPart(folder, folders))
                .toList();
        if (parts.isEmpty()) {
            classes(folders, Part.TRAIN);
        } else {
            for (Path folder : parts) {
                part(folder, Part.of(name(folder)).orElseThrow());
            }
            requirePartsAlone(folders, parts);
        }
        if (entries.isEmpty() && kind == FileKind.TEXT) {
            classFiles(root, Part.TRAIN);
        }
        boolean stray = !lines && walk.hasFiles(root);
        if (entries.isEmpty()) {
            if (stray && !(kind == FileKind.TEXT && counts.getOrDefault(kind, 0) == 1)) {
                throw new InvalidDataException(root + ": " + kind.words() + " without classes (expected " + root
                        + "/<class>/…, " + root + "/train/<class>/… or a CSV file beside them with the columns file and"
                        + " label)");
            }
            return null;
        }
        if (stray) {
            notes.add(kind.words() + " that lie in no class's folder are left out, as those in " + root + " itself");
        }
        noteOthers(counts);
        return new LabelledFiles(kind, lines, root, entries, notes);
    }

    private void noteOthers(Map<FileKind, Integer> counts) {
        Map<FileKind, Integer> others = new EnumMap<>(counts);
        int own = others.getOrDefault(kind, 0);
        others.remove(kind);
        if (!others.isEmpty()) {
            notes.add("beside " + counted(kind, own) + " lie "
                    + others.entrySet().stream()
                            .map(entry -> counted(entry.getKey(), entry.getValue()))
                            .collect(Collectors.joining(" and "))
                    + ", which are left out");
        }
    }

    private static String counted(FileKind kind, int count) {
        return count + " " + (count == 1 ? kind.word() : kind.words());
    }

    private boolean isLabelled(Path folder) {
        boolean labelled = kind != FileKind.TEXT || !UNLABELLED.contains(name(folder));
        if (!labelled) {
            notes.add(root.relativize(folder) + ": texts without labels, which are left out");
        }
        return labelled;
    }

    /** A part holds classes; files in it itself are classes if they are texts and all folders are parts. */
    private boolean isPart(Path folder, List<Path> folders) {
        if (!walk.hasFiles(folder)) {
            return true;
        }
        return kind == FileKind.TEXT
                && (walk.folders(folder).stream()
                                .anyMatch(inner -> !walk.files(inner).isEmpty())
                        || folders.stream()
                                .allMatch(other -> Part.of(name(other)).isPresent()));
    }

    private void part(Path folder, Part part) {
        List<Path> classes =
                walk.folders(folder).stream().filter(this::isLabelled).toList();
        boolean inFolders =
                classes.stream().anyMatch(inner -> !walk.files(inner).isEmpty());
        if (inFolders || kind != FileKind.TEXT) {
            classes(classes, part);
        } else {
            classFiles(folder, part);
        }
    }

    private void requirePartsAlone(List<Path> folders, List<Path> parts) {
        for (Path other : folders) {
            if (!parts.contains(other) && !walk.files(other).isEmpty()) {
                throw new InvalidDataException(other + ": " + kind.words()
                        + " beside the parts of the data (expected train, and"
                        + " val and test if there are any, was '" + name(other) + "')");
            }
        }
    }

    private void classes(List<Path> folders, Part part) {
        List<Path> empty = new ArrayList<>();
        int before = entries.size();
        for (Path folder : folders) {
            List<String> files = walk.files(folder);
            if (files.isEmpty()) {
                empty.add(folder);
            }
            files.forEach(file -> add(file, name(folder), part));
        }
        if (part == Part.TRAIN && entries.size() > before && !empty.isEmpty()) {
            throw new InvalidDataException(empty.get(0) + ": a class without " + kind.words()
                    + " (expected at least one, was none):" + " put some there or remove the folder");
        }
    }

    /** Files of texts, one a line, that are called as their class. */
    private void classFiles(Path folder, Part part) {
        List<Path> files = walk.within(folder).stream()
                .filter(file -> !name(file).matches(ABOUT))
                .toList();
        boolean numbered = files.stream().allMatch(file -> className(file).matches("[\\d_-]+"));
        if (files.size() < 2 || files.size() > MOST_CLASS_FILES || numbered) {
            return;
        }
        lines = true;
        files.forEach(file -> add(root.relativize(file).toString(), className(file), part));
        if (part == Part.TRAIN) {
            notes.add("each line of a file in " + folder + " is a text, whose class is the name of the file");
        }
    }

    private static String className(Path file) {
        return name(file).replaceFirst("(?i)\\.(txt|text|md)(\\.gz)?$", "");
    }

    private void add(String file, String label, Part part) {
        entries.add(
                new LabelledFiles.Entry(file, label, part, root.resolve(file).toString(), group(Path.of(file), label)));
    }

    /** Returns the folders between that of the class and the file; empty if there are none. */
    private static String group(Path file, String label) {
        int last = file.getNameCount() - 1;
        int at = 0;
        while (at < last && !file.getName(at).toString().equals(label)) {
            at++;
        }
        return at + 1 < last ? file.subpath(at + 1, last).toString() : "";
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
