package dev.alambic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, on a class path of jars that were built already. */
@Tag("slow")
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
    @TempDir
    private Path home;

    @Test
    void keepsClassesAtTheFirstStartAndLeavesThemAsideWhenAJarChanges() throws Exception {
        Path jar = built();
        Path archive = home.resolve("cli/target/alambic.jsa");

        List<String> first = run("--version");
        assertThat(archive).isNotEmptyFile();
        FileTime made = Files.getLastModifiedTime(archive);
        List<String> second = run("--version");
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
        List<String> other = run("--version");

        assertThat(first).singleElement().asString().startsWith("alambic ");
        assertThat(second).isEqualTo(first);
        assertThat(other).isEqualTo(first);
        assertThat(home.resolve("cli/target")).isDirectoryNotContaining("glob:**/.archive-*");
    }

    /** Lays out what the launcher's build leaves; returns the jar of the command line. */
    private Path built() throws IOException {
        Path lib = Files.createDirectories(home.resolve("cli/target/lib"));
        List<Path> classes = new ArrayList<>();
        int jars = 0;
        for (String entry : System.getProperty("java.class.path").split(System.getProperty("path.separator"))) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                classes.add(path);
            } else if (Files.isRegularFile(path)) {
                Files.createSymbolicLink(lib.resolve(jars++ + "-" + path.getFileName()), path.toAbsolutePath());
            }
        }
        Path jar = home.resolve("cli/target/alambic-cli.jar");
        write(jar, classes);
        Files.createDirectories(home.resolve("recipes"));
        Files.createDirectories(home.resolve("cli/src/main"));
        Files.createFile(home.resolve("pom.xml"));
        Files.createFile(home.resolve("cli/pom.xml"));
        Files.createFile(lib.resolve(".built"));
        Files.copy(launcher(), home.resolve("alambic"));
        return jar;
    }

    private static Path launcher() {
        return Stream.of(Path.of("alambic"), Path.of("../alambic"))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow();
    }

    private static void write(Path jar, List<Path> folders) throws IOException {
        List<String> names = new ArrayList<>();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path folder : folders) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        String name = folder.relativize(file).toString().replace('\\', '/');
                        if (!names.contains(name) && !name.startsWith("META-INF/MANIFEST")) {
                            names.add(name);
                            out.putNextEntry(new JarEntry(name));
                            Files.copy(file, out);
                        }
                    }
                }
            }
        }
    }

    /** Returns the lines that the launcher prints, errors too. */
    private List<String> run(String... words) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of("sh", home.resolve("alambic").toString()), Arrays.stream(words))
                .collect(Collectors.toList());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
        return lines;
    }
}
