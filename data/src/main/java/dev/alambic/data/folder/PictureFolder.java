package dev.alambic.data.folder;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds labelled pictures.
 *
 * <pre>
 * photos/train/cat/1.jpg   photos/test/cat/2.jpg   photos/val/cat/3.jpg    parts; test and val may be missing
 * photos/cat/1.jpg                                                         one level: the class is the folder
 * photos/labels.csv                                                        a list of files and labels, see LabelList
 * </pre>
 */
public final class PictureFolder {
    private final PictureWalk walk;
    private final Path root;
    private final List<LabelledFiles.Entry> entries = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private PictureFolder(Path root) {
        this.root = root;
        this.walk = new PictureWalk(root);
    }

    /**
     * Returns what is at a folder, or a list of pictures; empty if it is something else.
     *
     * @throws InvalidDataException if pictures lie there that are in no class, a class is empty, a link leads out, or
     *     names differ by case alone
     */
    public static Optional<LabelledFiles> at(Path path, DataOptions options) {
        if (!Files.isDirectory(path)) {
            return LabelList.at(path, options);
        }
        List<Path> lists = PictureWalk.ending(path, Set.of("csv", "tsv")).stream()
                .filter(file -> LabelList.isOne(file, options))
                .toList();
        if (!lists.isEmpty()) {
            return Optional.of(LabelList.of(path, lists, options));
        }
        return Optional.ofNullable(new PictureFolder(path).read());
    }

    private @Nullable LabelledFiles read() {
        List<Path> folders = walk.folders(root);
        List<Path> parts = folders.stream()
                .filter(folder -> Part.of(name(folder)).isPresent() && !PictureWalk.hasPictures(folder))
                .filter(folder -> !walk.pictures(folder).isEmpty())
                .toList();
        if (parts.isEmpty()) {
            classes(folders, Part.TRAIN);
        } else {
            parts.forEach(folder ->
                    classes(walk.folders(folder), Part.of(name(folder)).orElseThrow()));
            requirePartsAlone(folders, parts);
        }
        if (entries.isEmpty()) {
            if (PictureWalk.hasPictures(root)) {
                throw new InvalidDataException(root + ": pictures without classes (expected " + root + "/<class>/…, "
                        + root + "/train/<class>/… or a CSV file beside them with the columns file and label)");
            }
            return null;
        }
        if (PictureWalk.hasPictures(root)) {
            notes.add("pictures that lie in no class's folder are left out, as those in " + root + " itself");
        }
        return new LabelledFiles(root, entries, notes);
    }

    private void requirePartsAlone(List<Path> folders, List<Path> parts) {
        for (Path other : folders) {
            if (!parts.contains(other) && !walk.pictures(other).isEmpty()) {
                throw new InvalidDataException(other + ": pictures beside the parts of the data (expected train, and"
                        + " val and test if there are any, was '" + name(other) + "')");
            }
        }
    }

    private void classes(List<Path> folders, Part part) {
        List<Path> empty = new ArrayList<>();
        int before = entries.size();
        for (Path folder : folders) {
            List<String> pictures = walk.pictures(folder);
            if (pictures.isEmpty()) {
                empty.add(folder);
            }
            pictures.forEach(file -> entries.add(new LabelledFiles.Entry(
                    file, name(folder), part, root.resolve(file).toString())));
        }
        if (part == Part.TRAIN && entries.size() > before && !empty.isEmpty()) {
            throw new InvalidDataException(
                    empty.get(0) + ": a class without pictures (expected at least one, was none):"
                            + " put some there or remove the folder");
        }
    }

    private static String name(Path folder) {
        return String.valueOf(folder.getFileName());
    }
}
