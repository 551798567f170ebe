package dev.alambic.packager.page;

import dev.alambic.onnx.state.StatePairs;
import dev.alambic.packager.code.SourceFiles;
import dev.alambic.packager.manifest.Golden;
import dev.alambic.packager.manifest.Identity;
import dev.alambic.packager.manifest.Manifest;
import dev.alambic.packager.manifest.ModelFile;
import dev.alambic.packager.manifest.Step;
import dev.alambic.packager.manifest.TensorSpec;
import java.util.List;
import java.util.stream.Collectors;

/** The page {@code README.md}: all that the receiver of a package does with it. */
public final class ReadmePage {
    private static final int MOST_FEATURES = 200;

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
        readme.state();
        readme.steps();
        new CodeSection(manifest, code).appendTo(readme.page);
        readme.golden();
        return readme.page.toString();
    }

    private boolean isFor(String target) {
        return manifest.targets().contains(target);
    }

    private void head() {
        Identity identity = manifest.identity();
        page.append(Markdown.filled(
                """
                # %s %s

                A model in ONNX format%s, %s. `MODEL_CARD.md` says how good it is and what it is not for; `manifest.json` says \
                everything on this page to programs (its form: `manifest.schema.json`).

                | file | what it is |
                |---|---|
                """,
                Markdown.text(identity.name()),
                Markdown.text(identity.version()),
                identity.task().isEmpty() ? "" : " for " + Markdown.text(identity.task()),
                Markdown.bytes(manifest.model().content().bytes())));
        row("MODEL_CARD.md", "how good and fast it was measured to be, how it was made, what is not known");
        row("manifest.json", "all of this for programs");
        row("manifest.schema.json", "the form of `manifest.json` (JSON Schema)");
        row("model.onnx", "the model");
        if (manifest.model().ort() != null) {
            row("model.ort", "the same model in ONNX Runtime's own format");
        }
        if (isFor("android") || isFor("ios")) {
            row("required_operators.config", "operators for a reduced build of ONNX Runtime");
            row("mobile.md", "which accelerators of phones would take it");
        }
        if (Step.first(manifest.preprocessing(), Step.Tokenize.class).isPresent()) {
            row("tokenizer.json", "cuts texts into tokens (Hugging Face format)");
        }
        code.files().keySet().forEach(file -> row(file, CodeSection.purpose(file)));
        row("golden/", "inputs and the answers that this very model gives to them");
        row("bom.cdx.json", "where it comes from: tools, parents, data (CycloneDX)");
        row("SHA256SUMS", "hashes of all files");
        row("signature.json", "if it is there: the signature of `SHA256SUMS`");
    }

    private void row(String file, String what) {
        page.append("| `").append(file).append("` | ").append(what).append(" |\n");
    }

    private void check() {
        page.append(Markdown.filled("""

                ## Check it

                ```
                sha256sum -c SHA256SUMS        # in the unpacked folder; on macOS: shasum -a 256 -c SHA256SUMS
                ./alambic verify <this>.zip    # every byte of the zip, the signature if there is one, the golden vectors
                ```

                `alambic` is the program that made this package (%s). It is not in the package: get its source from whoever gave \
                you this one. On JDK 17 with Maven the launcher `./alambic` in its folder (`alambic.cmd` on Windows) builds it on \
                first use; `./alambic help verify` says more. Without it, hashes and the golden vectors below show most of it.
                """, Markdown.text(manifest.provenance().packagedBy())));
    }

    private void runtime() {
        ModelFile.Needs needs = manifest.model().runtime();
        page.append(Markdown.filled("""

                ## What it needs

                ONNX Runtime %s or newer, because of %s; the expected answers were made by %s.

                """, needs.minimum(), Markdown.text(needs.reason()), needs.verified()));
        if (isFor("android")) {
            page.append(Markdown.filled(
                    "- Android (Gradle): `implementation(\"com.microsoft.onnxruntime:onnxruntime-android:%s\")`; it runs on the"
                            + " CPU unless you choose, and `mobile.md` says what else it could (NNAPI is deprecated)\n",
                    needs.verified()));
        }
        if (isFor("ios")) {
            page.append("- iOS: Swift package `https://github.com/microsoft/onnxruntime-swift-package-manager`, or"
                    + " CocoaPods `pod 'onnxruntime-objc'`\n");
        }
        if (isFor("server")) {
            page.append(Markdown.filled(
                    "- JVM: `com.microsoft.onnxruntime:onnxruntime:%s`; Python: `pip install onnxruntime`\n",
                    needs.verified()));
        }
        ModelFile.Ort ort = manifest.model().ort();
        if (ort != null) {
            page.append(Markdown.filled("""

                    `model.ort` (optimization level %s) needs ONNX Runtime %s or newer, which wrote it; %s.
                    """, ort.level(), ort.minimum(), ort.reason()));
        }
    }

    private void tensors() {
        page.append(
                "\n## What goes in and comes out\n\n| | name | type | shape | range | meaning |\n|---|---|---|---|---|---|\n");
        manifest.inputs().forEach(input -> tensor("input", input));
        manifest.outputs().forEach(output -> tensor("output", output));
        List<String> labels = manifest.identity().labels();
        if (!labels.isEmpty()) {
            names("labels", labels, 20);
        }
        if (!manifest.identity().targets().isEmpty()) {
            names("targets", manifest.identity().targets(), 20);
        }
    }

    private void names(String what, List<String> names, int most) {
        page.append("\nThe ")
                .append(names.size())
                .append(' ')
                .append(what)
                .append(", in order: ")
                .append(names.stream().limit(most).map(Markdown::text).collect(Collectors.joining(", ")))
                .append(names.size() > most ? ", ... (all in `manifest.json`)" : "")
                .append('\n');
    }

    private void state() {
        StatePairs states = manifest.states();
        if (states.isEmpty()) {
            return;
        }
        page.append("""

                The model has state: each call takes what the one before gave, and the first of a sequence takes zeros.

                | in the next call | takes |
                |---|---|
                """);
        states.pairs()
                .forEach(pair -> page.append("| ")
                        .append(Markdown.code(pair.input()))
                        .append(" | ")
                        .append(Markdown.code(pair.output()))
                        .append(" |\n"));
    }

    private void tensor(String what, TensorSpec spec) {
        TensorSpec.Range range = spec.range();
        String axes = spec.axes().isEmpty() ? "" : " " + String.join(", ", spec.axes());
        page.append(Markdown.filled(
                "| %s | %s | %s | %s | %s | %s |\n",
                what,
                Markdown.code(spec.name()),
                spec.type(),
                Markdown.text(spec.shape().toString()) + axes,
                range == null ? "not known" : range.min() + " to " + range.max(),
                Markdown.text(spec.meaning())));
    }

    private void steps() {
        page.append("\n## Before the model\n\n");
        if (manifest.preprocessing().isEmpty()) {
            page.append(
                    "The model does not say what its inputs mean, and nobody said it when this package was made: ask"
                            + " its authors how to make them. The golden vectors show tensors that it takes.\n");
        } else {
            list(manifest.preprocessing());
            Step.first(manifest.preprocessing(), Step.Columns.class)
                    .ifPresent(columns -> names("features", columns.features(), MOST_FEATURES));
        }
        page.append("\n## After the model\n\n");
        if (!manifest.identity().targets().isEmpty()) {
            page.append("Take the numbers as they are, one for each target, in the order above and in its unit.\n");
        } else if (manifest.postprocessing().isEmpty()) {
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
        page.append(Markdown.filled("""

                ## Test it on your device

                %d golden vectors lie in `golden/`: for each case the inputs and the expected outputs, each tensor in a file \
                that holds its elements and nothing else, little-endian and in row-major order; names, types and shapes stand \
                in `manifest.json` under `golden`. An answer is right if no element is further from the expected one than:

                """, golden.cases().size()));
        golden.tolerances()
                .forEach(each -> page.append(Markdown.filled(
                        "- output %s: %s (the ways to run the model on one machine differ by up to %s: %s)\n",
                        Markdown.code(each.output()),
                        each.absolute(),
                        each.measured(),
                        String.join(", ", each.between()))));
        page.append("""

                CPUs differ in how they round, and those without instructions for 8-bit products may differ more on quantized \
                models; if only the best class matters to you, compare that.
                """);
        if (!manifest.states().isEmpty()) {
            page.append("""

                    Cases with `continues` in `manifest.json` go on from the case before: their inputs lack the state, which is
                    what that case gave on your device.
                    """);
        }
        Golden.Picture picture = golden.image();
        if (picture != null) {
            page.append(Markdown.filled(
                    """

                    `%s` is a picture (red, green and blue of each pixel, %d x %d) and `%s` the input that the steps above make \
                    of it, each value within %s: test your preprocessing by them.
                    """, picture.pixels(), picture.width(), picture.height(), picture.tensor(), picture.absolute()));
        }
    }
}
