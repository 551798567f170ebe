package dev.alambic.packager.page;

import dev.alambic.packager.code.SourceFiles;
import dev.alambic.packager.manifest.Golden;
import dev.alambic.packager.manifest.Manifest;
import dev.alambic.packager.manifest.ModelFile;
import dev.alambic.packager.manifest.Step;
import dev.alambic.packager.manifest.TensorSpec;
import java.util.List;
import java.util.stream.Collectors;

/** The page {@code README.md}: all that the receiver of a package does with it. */
public final class ReadmePage {
    private final Manifest manifest;
    private final SourceFiles.Made code;
    private final StringBuilder page = new StringBuilder();

    private ReadmePage(Manifest manifest, SourceFiles.Made code) {
        this.manifest = manifest;
        this.code = code;
    }

    /** Returns the page. */
    public static String of(Manifest manifest, SourceFiles.Made code) {
        ReadmePage readme = new ReadmePage(manifest, code);
        readme.head();
        readme.check();
        readme.runtime();
        readme.tensors();
        readme.steps();
        new CodeSection(manifest, code).appendTo(readme.page);
        readme.golden();
        return readme.page.toString();
    }

    private boolean isFor(String target) {
        return manifest.targets().contains(target);
    }

    private boolean isMobile() {
        return isFor("android") || isFor("ios");
    }

    private void head() {
        String task = manifest.identity().task();
        page.append("# ")
                .append(Markdown.text(manifest.identity().name()))
                .append(' ')
                .append(Markdown.text(manifest.identity().version()))
                .append("\n\nA model in ONNX format")
                .append(task.isEmpty() ? "" : " for " + Markdown.text(task))
                .append(", ")
                .append(Markdown.bytes(manifest.model().content().bytes()))
                .append(
                        ". `MODEL_CARD.md` says how good it is and what it is not for; `manifest.json` says everything on"
                                + " this page to programs (its form: `manifest.schema.json`).\n\n| file | what it is |\n|---|---|\n");
        row("model.onnx", "the model");
        if (isMobile()) {
            row("model.ort", "the same model in ONNX Runtime's own format");
            row("required_operators.config", "operators for a reduced build of ONNX Runtime");
            row("mobile.md", "which accelerators of phones would take it");
        }
        boolean text = Step.first(manifest.preprocessing(), Step.Tokenize.class).isPresent();
        if (text) {
            row("tokenizer.json", "cuts texts into tokens (Hugging Face format)");
        }
        code.files().keySet().forEach(file -> row(file, CodeSection.purpose(file)));
        row("golden/", "inputs and the answers that this very model gives to them");
        row("bom.cdx.json", "where it comes from: tools, parents, data (CycloneDX)");
        row("SHA256SUMS", "hashes of all files");
    }

    private void row(String file, String what) {
        page.append("| `").append(file).append("` | ").append(what).append(" |\n");
    }

    private void check() {
        page.append("""

                ## Check it

                ```
                sha256sum -c SHA256SUMS        # in the unpacked folder
                alambic verify <this>.zip      # every byte of the zip, the signature if there is one, the golden vectors
                ```
                """);
    }

    private void runtime() {
        ModelFile.Needs needs = manifest.model().runtime();
        page.append("\n## What it needs\n\nONNX Runtime ")
                .append(needs.minimum())
                .append(" or newer, because of ")
                .append(Markdown.text(needs.reason()))
                .append("; the expected answers were made by ")
                .append(needs.verified())
                .append(".\n\n");
        if (isFor("android")) {
            page.append("- Android (Gradle): `implementation(\"com.microsoft.onnxruntime:onnxruntime-android:")
                    .append(needs.verified())
                    .append("\")`\n");
        }
        if (isFor("ios")) {
            page.append("- iOS: Swift package `https://github.com/microsoft/onnxruntime-swift-package-manager`, or"
                    + " CocoaPods `pod 'onnxruntime-objc'`\n");
        }
        if (isFor("server")) {
            page.append("- JVM: `com.microsoft.onnxruntime:onnxruntime:")
                    .append(needs.verified())
                    .append("`; Python: `pip install onnxruntime`\n");
        }
        ModelFile.Ort ort = manifest.model().ort();
        if (ort != null) {
            page.append("\n`model.ort` (optimization level ")
                    .append(ort.level())
                    .append(") needs ONNX Runtime ")
                    .append(ort.minimum())
                    .append(" or newer, which wrote it; ")
                    .append(ort.reason())
                    .append(".\n");
        }
    }

    private void tensors() {
        page.append(
                "\n## What goes in and comes out\n\n| | name | type | shape | range | meaning |\n|---|---|---|---|---|---|\n");
        manifest.inputs().forEach(input -> tensor("input", input));
        manifest.outputs().forEach(output -> tensor("output", output));
        List<String> labels = manifest.identity().labels();
        if (!labels.isEmpty()) {
            String shown = labels.stream().limit(20).map(Markdown::text).collect(Collectors.joining(", "));
            page.append("\nThe ")
                    .append(labels.size())
                    .append(" labels, in order: ")
                    .append(shown)
                    .append(labels.size() > 20 ? ", ... (all in `manifest.json`)" : "")
                    .append('\n');
        }
    }

    private void tensor(String what, TensorSpec spec) {
        TensorSpec.Range range = spec.range();
        page.append("| ")
                .append(what)
                .append(" | ")
                .append(Markdown.code(spec.name()))
                .append(" | ")
                .append(spec.type())
                .append(" | ")
                .append(Markdown.text(spec.shape().toString()))
                .append(spec.axes().isEmpty() ? "" : " " + String.join(", ", spec.axes()))
                .append(" | ")
                .append(range == null ? "not known" : range.min() + " to " + range.max())
                .append(" | ")
                .append(Markdown.text(spec.meaning()))
                .append(" |\n");
    }

    private void steps() {
        page.append("\n## Before the model\n\n");
        if (manifest.preprocessing().isEmpty()) {
            page.append(
                    "The model does not say what its inputs mean, and nobody said it when this package was made: ask"
                            + " its authors how to make them. The golden vectors show tensors that it takes.\n");
        } else {
            list(manifest.preprocessing());
        }
        page.append("\n## After the model\n\n");
        if (manifest.postprocessing().isEmpty()) {
            page.append("Nothing is known of what to do with the outputs: ask the model's authors.\n");
        } else {
            list(manifest.postprocessing());
        }
    }

    private void list(List<Step> steps) {
        int number = 1;
        for (Step step : steps) {
            page.append(number++)
                    .append(". ")
                    .append(Markdown.text(step.said()))
                    .append('\n');
        }
    }

    private void golden() {
        Golden golden = manifest.golden();
        page.append("\n## Test it on your device\n\n")
                .append(golden.cases().size())
                .append(
                        " golden vectors lie in `golden/`: for each case the inputs and the expected outputs, each tensor"
                                + " in a file that holds its elements and nothing else, little-endian and in row-major order; names,"
                                + " types and shapes stand in `manifest.json` under `golden`. An answer is right if no element is"
                                + " further from the expected one than:\n\n");
        golden.tolerances()
                .forEach(each -> page.append("- output ")
                        .append(Markdown.code(each.output()))
                        .append(": ")
                        .append(each.absolute())
                        .append(" (the ways to run the model on one machine differ by up to ")
                        .append(each.measured())
                        .append(": ")
                        .append(String.join(", ", each.between()))
                        .append(")\n"));
        page.append(
                "\nCPUs differ in how they round, and those without instructions for 8-bit products may differ more on"
                        + " quantized models; if only the best class matters to you, compare that.\n");
        if (golden.image() != null) {
            page.append("\n`")
                    .append(golden.image().pixels())
                    .append("` is a picture (red, green and blue of each pixel, ")
                    .append(golden.image().width())
                    .append(" x ")
                    .append(golden.image().height())
                    .append(") and `")
                    .append(golden.image().tensor())
                    .append("` the input that the steps above make of it, each value within ")
                    .append(golden.image().absolute())
                    .append(": test your preprocessing by them.\n");
        }
    }
}
