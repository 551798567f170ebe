package dev.alambic.packager.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.packager.Models;
import dev.alambic.packager.Packager;
import dev.alambic.packager.manifest.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFilesTest {
    private static final List<String> HOSTILE = List.of("\"q\" \\(exit(1)) ${x}", "</script> @@class@@", "日🙂\ud800*/");

    @TempDir
    Path folder;

    static Stream<OnnxModel> models() {
        return Stream.of(
                Models.image(1, HOSTILE),
                Models.image(3, HOSTILE),
                Models.table(List.of("\"a\"", "b\\", "$c", "d\n"), List.of("x", "y")),
                Models.detector(List.of("a", "b", "c", "d"), List.of("no", "yes")),
                Models.text(List.of("x", "y")),
                Models.generic(),
                Models.listening());
    }

    private Map<String, String> files(OnnxModel model, String name) {
        Manifest manifest = Packager.write(Models.request(model, name, folder), folder.resolve("out.zip"))
                .manifest();
        return SourceFiles.of(manifest).files();
    }

    @ParameterizedTest
    @MethodSource("models")
    void nothingIsLeftOpenAndEveryBracketIsClosed(OnnxModel model) {
        Map<String, String> files = files(model, "a \"b\" $c */ <d>");
        assertThat(files.keySet())
                .contains("kotlin/ABCDModel.kt", "swift/ABCDModel.swift", "swift/ABCDModelGolden.swift");
        files.forEach((name, text) -> {
            String code = withoutTexts(text);
            assertThat(code).as(name).doesNotContain("@@").doesNotContain("\t");
            assertThat(text.chars()).as(name).allMatch(c -> c < 0x7f && (c >= ' ' || c == '\n'));
            for (String pair : List.of("()", "[]", "{}")) {
                assertThat(count(code, pair.charAt(0))).as(name + pair).isEqualTo(count(code, pair.charAt(1)));
            }
        });
    }

    /** Returns code without its literals, which hold no line break. */
    private static String withoutTexts(String code) {
        return code.replaceAll("\"(\\\\.|[^\"\\\\\n])*\"", "\"\"");
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    @Test
    void textsOfOthersAreLiteralsOfAsciiAlone() {
        assertThat(Language.KOTLIN.literal("a\"\\$b\n日🙂"))
                .isEqualTo("\"a\\\"\\\\\\u0024b\\u000a\\u65e5\\ud83d\\ude42\"");
        assertThat(Language.SWIFT.literal("a\"\\(x)\n日🙂\ud800"))
                .isEqualTo("\"a\\\"\\\\(x)\\u{a}\\u{65e5}\\u{1f642}\\u{fffd}\"");
    }

    @ParameterizedTest
    @CsvSource({
        "student-int8,StudentInt8Model",
        "9lives,Packaged9livesModel",
        "日本,Packagedcf2abfModel",
        "String,StringModel",
        "myModel,MyModel"
    })
    void classesAreNamedByLettersAndDigits(String name, String expected) {
        assertThat(SourceFiles.className(name)).isEqualTo(expected);
    }

    /** The package, and with it the class, is what tells models in one app apart. */
    @Test
    void namesThatLoseLettersOrTheirEndStayDifferent() {
        String many = "a".repeat(70);
        assertThat(List.of("日本", "東京", "", many + "b", many + "c"))
                .extracting(SourceFiles::className)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[A-Z][A-Za-z0-9]*Model"));
    }

    @Test
    void theKotlinPackageIsTheModelsUnlessTold() {
        Manifest manifest = Packager.write(
                        Models.request(Models.image(1, List.of("a", "b", "c")), "student-int8", folder),
                        folder.resolve("out.zip"))
                .manifest();
        SourceFiles.Made made = SourceFiles.of(manifest, new KotlinPackage("com.example.digits"));
        assertThat(made.files())
                .hasEntrySatisfying("kotlin/StudentInt8Model.kt", inPackage("com.example.digits"))
                .hasEntrySatisfying("kotlin/StudentInt8ModelGolden.kt", inPackage("com.example.digits"))
                .hasEntrySatisfying("kotlin/StudentInt8ModelAndroid.kt", inPackage("com.example.digits"));
        assertThat(SourceFiles.of(manifest).files())
                .hasEntrySatisfying("kotlin/StudentInt8Model.kt", inPackage("dev.alambic.generated.studentint8model"));
    }

    private static Consumer<String> inPackage(String name) {
        return text -> assertThat(text).contains("\npackage " + name + "\n").doesNotContain("dev.alambic.generated\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "com.example.digits", "_a._1.b_", "com.kotlin.java", "Com.int"})
    void packagesOfKotlinAreTaken(String name) {
        assertThat(new KotlinPackage(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a..b",
                "a.",
                "1a",
                "a-b",
                "a.in",
                "object",
                "a b",
                "a;b",
                "ä.b",
                "__",
                "kotlin.a",
                "java"
            })
    void whatIsNoPackageOfKotlinIsRefused(String name) {
        assertThatThrownBy(() -> new KotlinPackage(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--kotlin-package")
                .hasMessageContaining("was '" + name + "'");
    }

    @Test
    void thousandsOfLabelsAreCutIntoPieces() {
        List<String> many =
                Stream.iterate(0, i -> i + 1).limit(1200).map(i -> "label " + i).toList();
        String text = Constants.labels(Language.KOTLIN, many);
        assertThat(text).contains("val LABELS: List<String> = labels0() + labels1() + labels2()");
        assertThat(text.lines().filter(line -> line.contains("private fun")).count())
                .isEqualTo(3);
    }
}
