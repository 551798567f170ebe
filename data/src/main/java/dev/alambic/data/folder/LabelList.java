package dev.alambic.data.folder;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.table.CsvColumns;
import dev.alambic.data.table.CsvRow;
import dev.alambic.data.table.LabelEncoder;
import dev.alambic.data.table.RowReader;
import dev.alambic.onnx.message.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A CSV or TSV file that lists files: a column of them (file, filename, path, image, sound, …), which lie beside the
 * list or in the folder images or one of the list's name, with their ending or without; a column of labels (the one
 * that is named, else label or class, else the last other one); if wanted a column of parts (split or part: train, val,
 * test), and one of what belongs together, which the options name. The list itself may be called train, val or test.
 */
final class LabelList {
    private static final List<String> FILES = List.of(
            "file",
            "filename",
            "file_name",
            "filepath",
            "file_path",
            "path",
            "image",
            "image_path",
            "img",
            "picture",
            "audio",
            "sound",
            "wav");
    private static final List<String> LABELS = List.of("label", "class", "target", "category");
    private static final List<String> PARTS = List.of("split", "part", "subset");
    private static final int SHOWN = 3;

    private final FileKind kind;
    private final Path root;
    private final Path list;
    private final DataOptions options;

    private LabelList(FileKind kind, Path root, Path list, DataOptions options) {
        this.kind = kind;
        this.root = root;
        this.list = list;
        this.options = options;
    }

    /** Returns what a list names, if it is one by its header and its first row. */
    static Optional<LabelledFiles> at(Path path, DataOptions options) {
        boolean table = DataFile.isCalled(path.toString(), ".csv") || DataFile.isCalled(path.toString(), ".tsv");
        if (!table || !Files.isRegularFile(path) || kind(path, options).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(of(Objects.requireNonNullElse(path.getParent(), Path.of("")), List.of(path), options));
    }

    /** Returns what a table lists: it has a column of files, and the first is one; empty if it lists none. */
    static Optional<FileKind> kind(Path table, DataOptions options) {
        if (options.text() != null) {
            return Optional.empty();
        }
        DataFile file = DataFile.of(table);
        try {
            return file.read(in -> {
                RowReader reader = RowReader.open(file.name(), in, TableOptions.seen());
                CsvRow header = reader.next();
                CsvRow first = header == null ? null : reader.next();
                int column = header == null ? -1 : column(header, FILES);
                return first != null && column >= 0 && first.cells().size() > column
                        ? kind(table, first.cells().get(column))
                        : Optional.<FileKind>empty();
            });
        } catch (InvalidDataException e) {
            return Optional.empty();
        }
    }

    /** Pictures and sounds need not be there, for then they are missed; a text must be, for a cell may end as one. */
    private static Optional<FileKind> kind(Path table, String cell) {
        if (cell.isEmpty()) {
            return Optional.empty();
        }
        Path root = Objects.requireNonNullElse(table.getParent(), Path.of(""));
        String there = found(root, table, cell);
        if (there != null) {
            return FileKind.of(root.resolve(there));
        }
        return Stream.of(FileKind.PICTURE, FileKind.SOUND)
                .filter(kind -> kind.isCalled(cell))
                .findFirst();
    }

    private static int column(CsvRow header, List<String> names) {
        List<String> cells = header.cells().stream()
                .map(cell -> cell.toLowerCase(Locale.ROOT))
                .toList();
        return names.stream()
                .map(cells::indexOf)
                .filter(at -> at >= 0)
                .findFirst()
                .orElse(-1);
    }

    /** Reads lists of one folder; several are those of parts. */
    static LabelledFiles of(Path root, List<Path> lists, DataOptions options) {
        if (lists.size() > 1 && lists.stream().anyMatch(list -> partOf(list).isEmpty())) {
            throw new InvalidDataException(root
                    + ": several lists of files (expected one, or one called train and one" + " called test, was "
                    + lists.stream().map(Path::getFileName).toList() + "): name the one to read");
        }
        FileKind kind = kind(lists.get(0), options).orElseThrow();
        List<LabelledFiles.Entry> entries = new ArrayList<>();
        for (Path list : lists) {
            DataFile file = DataFile.of(list);
            LabelList reader = new LabelList(kind, root, list, options);
            entries.addAll(file.read(in -> reader.read(RowReader.open(file.name(), in, TableOptions.seen()))));
        }
        return new LabelledFiles(kind, false, root, entries, List.of());
    }

    private static Optional<Part> partOf(Path list) {
        return Part.of(String.valueOf(list.getFileName()).replaceFirst("\\.[^.]*$", ""));
    }

    private List<LabelledFiles.Entry> read(RowReader reader) throws IOException {
        CsvRow header = reader.header();
        int file = column(header, FILES);
        int part = column(header, PARTS);
        int group = options.group() == null ? -1 : CsvColumns.find(header, options.group());
        int label = labelColumn(header, file, part, group);
        Part usual = partOf(list).orElse(Part.TRAIN);
        List<LabelledFiles.Entry> entries = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        reader.rows(row -> {
            row.requireWidth(header.cells().size());
            String name = row.cells().get(file);
            String there = found(root, list, name);
            if (there == null) {
                missing.add(row.where() + ": no " + kind.word() + " '" + name + "'");
                return;
            }
            requireInside(row, there);
            Part own = part < 0 ? usual : part(row, part, header.cells().get(part));
            String said = row.cells().get(label);
            boolean several = options.labels() != null;
            if (!several && (options.classes() == null || !options.classes().contains(said))) {
                LabelEncoder.requireThere(said, row::where);
            }
            entries.add(new LabelledFiles.Entry(
                    there, said, own, row.where(), group < 0 ? "" : row.cells().get(group)));
        });
        requireAll(missing, entries.size() + missing.size());
        return entries;
    }

    private int labelColumn(CsvRow header, int file, int part, int group) {
        List<String> names = header.cells();
        if (options.label() != null) {
            int named = names.indexOf(options.label());
            if (named < 0) {
                throw new InvalidDataException(header.where() + ": no column '" + options.label() + "'"
                        + Nearest.hint(options.label(), names, ""));
            }
            return named;
        }
        int usual = column(header, LABELS);
        for (int last = names.size() - 1; usual < 0 && last >= 0; last--) {
            usual = last == file || last == part || last == group ? -1 : last;
        }
        if (usual < 0) {
            throw new InvalidDataException(
                    header.where() + ": no column of labels (expected one beside '" + names.get(file) + "')");
        }
        return usual;
    }

    private static Part part(CsvRow row, int column, String name) {
        String cell = row.cells().get(column);
        return Part.of(cell)
                .orElseThrow(() -> new InvalidDataException(
                        row.where(), "column '" + name + "' names a part", "train, val or test", "'" + cell + "'"));
    }

    private static @Nullable String found(Path root, Path list, String name) {
        String stem = String.valueOf(list.getFileName()).replaceFirst("\\.[^.]*$", "");
        return Stream.of("", "images", stem)
                .flatMap(folder -> FileKind.usualEndings().stream()
                        .map(ending -> Path.of(folder).resolve(name + ending).normalize()))
                .filter(path -> Files.isRegularFile(root.resolve(path)))
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }

    private void requireInside(CsvRow row, String file) {
        try {
            Path real = root.resolve(file).toRealPath();
            if (!real.startsWith(root.toAbsolutePath().toRealPath())) {
                throw new InvalidDataException(
                        row.where(),
                        "a " + kind.word() + " outside of the list's folder",
                        "a path below " + root,
                        "'" + file + "'");
            }
        } catch (IOException e) {
            throw new InvalidDataException(row.where() + ": no " + kind.word() + " '" + file + "'", e);
        }
    }

    private void requireAll(List<String> missing, int rows) {
        if (!missing.isEmpty()) {
            String more = missing.size() == 1
                    ? ""
                    : " (and " + (missing.size() - 1) + " more of " + rows + " rows"
                            + (missing.size() > SHOWN
                                    ? ""
                                    : ": " + String.join(", ", missing.subList(1, missing.size())))
                            + ")";
            throw new InvalidDataException(missing.get(0) + " beside " + list + more);
        }
    }
}
