package dev.alambic.packager.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.packager.code.KotlinPackage;
import dev.alambic.packager.code.SourceFiles;
import dev.alambic.packager.manifest.Evidence;
import dev.alambic.packager.manifest.Identity;
import dev.alambic.packager.manifest.Manifest;
import dev.alambic.packager.manifest.ManifestJson;
import dev.alambic.packager.manifest.Manifests;
import dev.alambic.packager.manifest.ModelFile;
import dev.alambic.packager.manifest.Provenance;
import dev.alambic.packager.manifest.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagesTest {

    /** Returns the part of a page under a heading. */
    private static String section(String page, String heading) {
        int from = page.indexOf("\n## " + heading + "\n");
        assertThat(from).as(heading).isNotNegative();
        int to = page.indexOf("\n## ", from + 1);
        return page.substring(from + heading.length() + 5, to < 0 ? page.length() : to)
                .strip();
    }

    private static String card(Manifest manifest) {
        return ModelCardPage.of(manifest);
    }

    private static String readme(Manifest manifest) {
        return ReadmePage.of(manifest, SourceFiles.of(manifest));
    }

    @Test
    void theCardGivesTheTimesAndTheMachineThatTheyAreOf() {
        assertThat(section(card(Manifests.full()), "Speed")).isEqualTo("""
                On Some CPU, 2 processors, Linux 6.1 (amd64), ONNX Runtime 1.29.0; a phone is another machine.

                | samples a call | threads | median | p90 | p99 |
                |---|---|---|---|---|
                | 1 | 1 | 1.235 ms | 2.000 ms |  |
                | 32 | 2 | 9.877 ms |  |  |""");
    }

    @Test
    void theCardGivesTheMetricsAndWhatTheyAreOf() {
        assertThat(section(card(Manifests.full()), "Quality")).isEqualTo("""
                On 114 samples, test part of digits:

                | metric | value |
                |---|---|
                | accuracy | 0.9750 |
                | macroF1 | 0.9000 |""");
    }

    @Test
    void theCardSaysHowTheModelWasMade() {
        assertThat(section(card(Manifests.full()), "How it was made"))
                .isEqualTo("""
                - steps: distil, then QuantizeStatic
                - recipe: digits-student, seed 42
                - data: digits
                - written by: alambic 0.1.0
                - packaged by: alambic 0.1.0
                - made from: the teacher, sha256 `%s`""".formatted("0123456789abcdef".repeat(4)));
    }

    @Test
    void whatIsNotKnownTheCardSaysSo() {
        String card = card(Manifests.silent());
        assertThat(section(card, "Speed")).isEqualTo("Not measured when this package was made.");
        assertThat(section(card, "Quality")).isEqualTo("Not measured when this package was made.");
        assertThat(section(card, "Details")).contains("- task: not said\n- labels: none\n- licence: not said\n");
        assertThat(section(card, "How it was made"))
                .startsWith("- steps: not said\n- recipe: not said\n- data: not said\n- written by: not said\n");
        assertThat(section(card, "Limits")).contains("measure it on yours");
    }

    @Test
    void theReadmeListsEveryFileThatTheReceiverUses() {
        assertThat(readme(Manifests.full()))
                .startsWith("# digits 1.2.0\n\nA model in ONNX format for classification, 1.2 MB. ")
                .contains(
                        "| `model.onnx` | the model |",
                        "| `model.ort` | the same model in ONNX Runtime's own format |",
                        "| `kotlin/DigitsModel.kt` | loads the model, does the steps before and after it |",
                        "| `kotlin/DigitsModelAndroid.kt` | takes an Android `Bitmap` |",
                        "| `swift/DigitsModelGolden.swift` | runs the golden vectors, for your tests |")
                .doesNotContain("tokenizer.json");
    }

    @Test
    void theReadmeSaysWhatToAddToWhichPlatform() {
        assertThat(section(readme(Manifests.full()), "What it needs"))
                .startsWith(
                        "ONNX Runtime 1.12 or newer, because of opset 17; the expected answers were made by 1.29.0.")
                .contains("onnxruntime-android:1.29.0", "onnxruntime-swift-package-manager", "pip install onnxruntime")
                .endsWith(
                        "`model.ort` (optimization level basic) needs ONNX Runtime 1.29.0 or newer, which wrote it; it"
                                + " stays plain ONNX.");
        assertThat(section(readme(Manifests.silent()), "What it needs"))
                .contains("JVM: ")
                .doesNotContain("Android", "iOS", "model.ort");
    }

    @Test
    void theReadmeShowsTensorsStepsAndTolerances() {
        String page = readme(Manifests.full());
        assertThat(section(page, "What goes in and comes out"))
                .contains(
                        "| input | `image` | float | \\[batch, 1, 2, 3\\] batch, channels, height, width | 0.0 to 1.0 | the"
                                + " pixels of a picture |",
                        "| output | `logits` | float | \\[batch, 2\\] | not known | logits |",
                        "The 2 labels, in order: zero, one");
        assertThat(section(page, "Before the model").lines())
                .hasSize(6)
                .first()
                .asString()
                .startsWith("1. Decode");
        assertThat(section(page, "After the model")).isEqualTo("""
                        1. Softmax over the last axis of output 'logits' gives the probability of each class.
                        2. The class is the index of the greatest value of output 'logits' (the first of equals); labels name it.
                        3. For a list, take the 2 greatest, in descending order.""");
        assertThat(section(page, "Test it on your device"))
                .startsWith("1 golden vectors lie in `golden/`")
                .contains(
                        "- output `logits`: 6.2E-4 (the ways to run the model on one machine differ by up to 1.0E-6: no"
                                + " optimization, the .ort file)")
                .contains("(red, green and blue of each pixel, 6 x 4)");
    }

    @Test
    void theReadmeCallsTheCodeByWhatASampleIs() {
        String page = readme(Manifests.full());
        assertThat(section(page, "In Kotlin"))
                .contains("val model = DigitsModel.open(", "val answers = model.classify(rgb, width, height)")
                .contains("they lie in package `dev.alambic.generated.digitsmodel`");
        assertThat(section(page, "On Android, from assets"))
                .contains("import dev.alambic.generated.digitsmodel.*\n")
                .contains("DigitsModel.open(context.assets.open(\"model.onnx\").use { it.readBytes() })")
                .contains("val answers = model.answers(model.output(model.tensor(bitmap)))")
                .contains("{ name -> context.assets.open(name).use { it.readBytes() } }");
        assertThat(readme(Manifests.silent())).doesNotContain("On Android");
        assertThat(section(page, "In Swift")).contains("let answers = try model.classify(rgb: rgb, width: width");
        assertThat(section(readme(Manifests.silent()), "In Kotlin")).contains("val outputs = model.run(inputs)");
    }

    @Test
    void theReadmeListsTheFilesThatAreThereAndSaysWhereTheToolIsFrom() {
        String page = readme(Manifests.full());
        assertThat(page).contains("\n| `manifest.json` |", "\n| `MODEL_CARD.md` |", "\n| `model.ort` |");
        assertThat(section(page, "Check it"))
                .contains("(alambic 0.1.0)", "get its source from whoever gave you this one");
        Manifest full = Manifests.full();
        ModelFile unconverted = new ModelFile(
                full.model().content(),
                full.model().versions(),
                full.model().parameters(),
                full.model().runtime(),
                null);
        assertThat(readme(full.withModel(unconverted)))
                .doesNotContain("`model.ort`")
                .contains("`required_operators.config`");
    }

    @Test
    void theReadmeHasTheFeaturesInTheOrderThatItSpeaksOf() {
        Manifest table = Manifests.full().withPreprocessing(List.of(new Step.Columns(List.of("mean radius", "a_b"))));
        assertThat(section(readme(table), "Before the model"))
                .contains("in the order of the list", "The 2 features, in order: mean radius, a\\_b");
    }

    @Test
    void theReadmeSaysWhatIsWhiteOnBlack() {
        List<Step> steps = new ArrayList<>(Manifests.full().preprocessing());
        steps.add(1, new Step.Ground("light", "dark"));
        String page = readme(Manifests.full().withPreprocessing(steps));
        assertThat(section(page, "Before the model"))
                .contains("2. Give it pictures light on dark (white on black)", "invert those that are dark on light");
        assertThat(section(page, "In Kotlin")).contains("3 bytes a pixel, light on dark");
        assertThat(section(page, "On Android, from assets")).contains("android.graphics.Bitmap, light on dark");
    }

    @Test
    void whatIsNotKnownTheReadmeSaysSo() {
        String page = readme(Manifests.silent());
        assertThat(page).startsWith("# m 1\n\nA model in ONNX format, 1.2 MB.");
        assertThat(section(page, "Before the model")).startsWith("The model does not say what its inputs mean");
        assertThat(section(page, "After the model")).startsWith("Nothing is known");
    }

    @Test
    void manyLabelsAreCutShort() {
        Manifest full = Manifests.full();
        Manifest many = new Manifest(
                full.format(),
                new Identity("m", "1", "", Collections.nCopies(25, "x"), ""),
                full.targets(),
                full.model(),
                full.inputs(),
                List.of(),
                List.of(),
                List.of(),
                full.golden(),
                full.provenance(),
                full.evidence(),
                full.files());
        assertThat(ReadmePage.of(many, new SourceFiles.Made("M", new KotlinPackage("m"), Map.of(), List.of("a note"))))
                .contains("The 25 labels, in order: " + "x, ".repeat(19) + "x, ... (all in `manifest.json`)")
                .contains("\na note\n");
    }

    @Test
    void textsOfOthersShowAsTheyAre() {
        Manifest hostile = Manifests.with(
                new Identity("a | b\u202e`", "<1>", "# *task*", List.of("[x](http://e)", "_y_"), "![](z)"),
                new Evidence(Map.of("m|n", 1.0), "a<b>", List.of(), new Evidence.Machine("c|pu", "", "", 1, "")),
                new Provenance(
                        "t\n# head",
                        new Provenance.Training("r", null),
                        List.of("a|b"),
                        List.of(new Provenance.Parent("p`q", "`x`")),
                        "by",
                        ""));
        String card = card(hostile);
        assertThat(card)
                .startsWith("# Model card: a \\| b \\` &lt;1&gt;\n")
                .contains("- task: \\# \\*task\\*\n", "- licence: \\!\\[\\](z)\n", "| m\\|n | 1.0000 |", "On c\\|pu, 1")
                .contains("- written by: t \\# head\n", "made from: p\\`q, sha256 `'x'`");
        assertThat(readme(hostile)).contains("in order: \\[x\\](http://e), \\_y\\_");
        assertThat(card.lines().filter(line -> line.startsWith("#"))).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "999, 999 bytes",
        "1000, 1.0 kB",
        "999949, 999.9 kB",
        "1000000, 1.0 MB",
        "2147483647, 2147.5 MB"
    })
    void sizesAreInTheUnitThatPeopleRead(long bytes, String said) {
        assertThat(Markdown.bytes(bytes)).isEqualTo(said);
    }

    @Test
    void codeHoldsNoGraveAccentBreakOrBar() {
        assertThat(Markdown.code("a`b\nc|d")).isEqualTo("`a'b c\\|d`");
        assertThat(Markdown.code("")).isEqualTo("` `");
    }

    @Test
    void theBillOfMaterialsNamesModelParentsDataAndTools() {
        JsonNode bill = ManifestJson.tree("bom", BillOfMaterials.of(Manifests.full()));
        assertThat(bill.at("/bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.at("/metadata/component/licenses/0/license/name").asText())
                .isEqualTo("Apache-2.0");
        assertThat(bill.at("/metadata/component/hashes/0/content").asText()).hasSize(64);
        assertThat(bill.at("/components"))
                .extracting(each ->
                        each.path("type").asText() + " " + each.path("name").asText())
                .containsExactly(
                        "machine-learning-model the teacher",
                        "data digits",
                        "application alambic 0.1.0",
                        "library onnxruntime");
        assertThat(bill.at("/components/3/purl").asText())
                .isEqualTo("pkg:maven/com.microsoft.onnxruntime/onnxruntime@1.29.0");
        assertThat(ManifestJson.tree("bom", BillOfMaterials.of(Manifests.silent()))
                        .at("/components"))
                .hasSize(1);
    }

    @Test
    void whatIsNoHashIsNotGivenAsOne() {
        Manifest full = Manifests.full();
        Provenance odd = new Provenance(
                "",
                new Provenance.Training("", null),
                List.of(),
                List.of(new Provenance.Parent("p", "unknown")),
                "",
                "");
        JsonNode bill =
                ManifestJson.tree("bom", BillOfMaterials.of(Manifests.with(full.identity(), full.evidence(), odd)));
        assertThat(bill.at("/components/0").has("hashes")).isFalse();
    }
}
