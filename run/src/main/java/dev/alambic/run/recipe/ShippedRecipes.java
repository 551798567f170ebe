package dev.alambic.run.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The recipes that come with the program: the files of the project's folder {@code recipes}. */
public final class ShippedRecipes {

    private static final String FOLDER = "/dev/alambic/run/recipes/";
    private static final String ENDING = ".yaml";

    private ShippedRecipes() {}

    /** Returns the names, in alphabetical order. */
    public static List<String> names() {
        URL folder = ShippedRecipes.class.getResource(FOLDER);
        if (folder == null) {
            throw new AssertionError("bug: " + FOLDER + " is not in the program");
        }
        try {
            URI uri = folder.toURI();
            if (!uri.getScheme().equals("jar")) {
                return names(Path.of(uri));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return names(jar.getPath(FOLDER));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError("bug: " + folder + " is no address", e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .sorted()
                    .toList();
        }
    }

    static Optional<RecipeSource> find(String name) {
        if (!names().contains(name)) {
            return Optional.empty();
        }
        try (InputStream in = ShippedRecipes.class.getResourceAsStream(FOLDER + name + ENDING)) {
            if (in == null) {
                return Optional.empty();
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(new RecipeSource("recipes/" + name + ENDING, text, Optional.empty()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
