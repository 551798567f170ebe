package dev.alambic.data.folder;

import dev.alambic.data.file.InvalidDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds files of a kind below a folder: those that are called so, and others that begin as such do. Hidden files and
 * folders, and those that macOS adds to archives, are left out; a link must stay inside.
 */
final class FileWalk {
    private final Path root;
    private final FileKind kind;
    private final Path real;

    FileWalk(Path root, FileKind kind) {
        this.root = root;
        this.kind = kind;
        try {
            this.real = root.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(root + ": cannot be read", e);
        }
    }

    /** Returns the folders in a folder, in the order of their names. */
    List<Path> folders(Path folder) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(path -> !isHidden(path) && Files.isDirectory(path))
                    .map(this::inside)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }

    /** Returns the files in a folder that end so, in the order of their names. */
    static List<Path> ending(Path folder, Set<String> endings) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(path -> !isHidden(path) && Files.isRegularFile(path) && endings.contains(ending(path)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }

    /** Returns the files of the kind in a folder itself, in the order of their names. */
    List<Path> within(Path folder) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(path -> !isHidden(path) && Files.isRegularFile(path) && isOne(path))
                    .map(this::inside)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }

    /** Returns whether a file of the kind lies in a folder itself. */
    boolean hasFiles(Path folder) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.anyMatch(path -> !isHidden(path) && Files.isRegularFile(path) && isOne(path));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }

    /** Returns how many files of each kind lie in the folders of a folder, or if none do, in itself. */
    static Map<FileKind, Integer> counts(Path root) {
        Map<FileKind, Integer> deep = new EnumMap<>(FileKind.class);
        Map<FileKind, Integer> flat = new EnumMap<>(FileKind.class);
        walk(root, file -> {
            boolean inRoot = file.getNameCount() == root.getNameCount() + 1;
            FileKind.of(file).ifPresent(kind -> (inRoot ? flat : deep).merge(kind, 1, Integer::sum));
        });
        return deep.isEmpty() ? flat : deep;
    }

    /** Returns the files in a folder and all folders below, relative to the root, in the order of their names. */
    List<String> files(Path folder) {
        List<Path> found = new ArrayList<>();
        walk(folder, file -> {
            Path path = inside(file);
            if (isOne(path)) {
                found.add(path);
            }
        });
        return found.stream()
                .map(path -> root.relativize(path).toString())
                .sorted()
                .toList();
    }

    private static void walk(Path folder, Consumer<Path> each) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
                    return isHidden(inner) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!isHidden(file)) {
                        each.accept(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }

    /** Checks that what a link points to lies inside, and is there. */
    private Path inside(Path path) {
        if (!Files.isSymbolicLink(path)) {
            return path;
        }
        try {
            if (!path.toRealPath().startsWith(real)) {
                throw new InvalidDataException(
                        path + ": a link that leads out of " + root + " (expected a file inside, " + "was "
                                + path.toRealPath() + "): put the files themselves there");
            }
            return path;
        } catch (IOException e) {
            throw new InvalidDataException(path + ": a link to nothing", e);
        }
    }

    private static boolean isHidden(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(".") || name.equals("__MACOSX");
    }

    private boolean isOne(Path path) {
        return FileKind.of(path).filter(kind::equals).isPresent();
    }

    static String ending(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
