package dev.alambic.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.data.DataSource;
import dev.alambic.data.SampleSource;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A format is known to every door, to the help and to the guide, or it is not there. */
class DataFormatsTest {

    /** Returns the classes of this package that implement a format. */
    private static List<Class<?>> implementations() throws IOException, URISyntaxException {
        URL own = Objects.requireNonNull(DataFormats.class.getResource("DataFormats.class"));
        try (Stream<Path> files = Files.list(Path.of(own.toURI()).resolveSibling(""))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.startsWith("package"))
                    .<Class<?>>map(name -> load(name.replace(".class", "")))
                    .filter(type ->
                            DataFormat.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()))
                    .filter(type -> !type.getSimpleName().contains("Test") || type == TestDataFormat.class)
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(DataFormat.class.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyFormatIsInTheList() throws Exception {
        assertThat(DataFormats.ALL)
                .extracting(format -> (Object) format.getClass())
                .containsExactlyInAnyOrderElementsOf(implementations());
    }

    @Test
    void everyFormatIsInTheGuide() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "data.md"));

        assertThat(DataFormats.ALL)
                .allSatisfy(format -> assertThat(guide).contains(format.names().samples()));
    }

    @Test
    void helpNamesWhatMayBeOpened() {
        assertThat(SampleSource.kinds()).isEqualTo("IDX, WAV, text, CSV, images, .npz or input_0.pb");
        assertThat(DataSource.kinds())
                .isEqualTo(
                        "a shipped data set, a folder of IDX files, a folder of classes (pictures, texts, sounds) or a CSV, TSV or JSON Lines"
                                + " file");
    }
}
