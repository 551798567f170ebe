package dev.alambic.packager.page;

import dev.alambic.packager.manifest.Evidence;
import dev.alambic.packager.manifest.Manifest;
import dev.alambic.packager.manifest.Provenance;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The page {@code MODEL_CARD.md}: what the model is, how it was made, how good and fast it was measured to be, and what
 * is not known of it. After Mitchell et al., "Model Cards for Model Reporting", FAT* 2019; sections of which nothing is
 * known say so.
 */
public final class ModelCardPage {
    private static final String UNKNOWN = "not said";

    private ModelCardPage() {}

    /** Returns the page. */
    public static String of(Manifest manifest) {
        return "# Model card: " + Markdown.text(manifest.identity().name()) + " "
                + Markdown.text(manifest.identity().version()) + "\n" + details(manifest)
                + quality(manifest.evidence()) + speed(manifest.evidence()) + origin(manifest.provenance()) + limits();
    }

    private static String said(String text) {
        return text.isBlank() ? UNKNOWN : Markdown.text(text);
    }

    private static String details(Manifest manifest) {
        List<String> targets = manifest.identity().targets();
        String labels = manifest.identity().labels().isEmpty()
                ? "none"
                : manifest.identity().labels().size() + " classes";
        String answers = targets.isEmpty()
                ? "labels: " + labels
                : "targets: " + targets.stream().map(Markdown::text).collect(Collectors.joining(", "));
        return "\n## Details\n\n- task: " + said(manifest.identity().task()) + "\n- " + answers + "\n- licence: "
                + said(manifest.identity().licence()) + "\n- size: "
                + Markdown.bytes(manifest.model().content().bytes()) + ", "
                + String.format(Locale.ROOT, "%,d", manifest.model().parameters())
                + " parameters\n- format: ONNX, opset "
                + manifest.model().versions().opset() + ", IR version "
                + manifest.model().versions().irVersion()
                + "\n- sha256 of model.onnx: `"
                + manifest.model().content().sha256() + "`\n";
    }

    private static String quality(Evidence evidence) {
        if (evidence.metrics().isEmpty()) {
            return "\n## Quality\n\nNot measured when this package was made.\n";
        }
        return "\n## Quality\n\nOn " + Markdown.text(evidence.measuredOn()) + ":\n\n| metric | value |\n|---|---|\n"
                + evidence.metrics().entrySet().stream()
                        .map(each -> String.format(
                                Locale.ROOT, "| %s | %.4f |\n", Markdown.text(each.getKey()), each.getValue()))
                        .collect(Collectors.joining());
    }

    private static String speed(Evidence evidence) {
        Evidence.Machine machine = evidence.machine();
        if (machine == null) {
            return "\n## Speed\n\nNot measured when this package was made.\n";
        }
        return "\n## Speed\n\nOn " + said(machine.cpu()) + ", " + machine.processors() + " processors, "
                + said(machine.os()) + " (" + said(machine.architecture()) + "), " + said(machine.runtime())
                + "; a phone is another machine.\n\n| samples a call | threads | median | p90 | p99 |\n|---|---|---|---|---|\n"
                + evidence.latency().stream()
                        .map(each -> "| " + each.batch() + " | " + each.threads() + " | " + millis(each.p50Micros())
                                + " | " + (each.p90Micros() == null ? "" : millis(each.p90Micros())) + " | "
                                + (each.p99Micros() == null ? "" : millis(each.p99Micros())) + " |\n")
                        .collect(Collectors.joining());
    }

    private static String millis(double micros) {
        return String.format(Locale.ROOT, "%.4g ms", micros / 1000);
    }

    private static String origin(Provenance origin) {
        String parents = origin.parents().stream()
                .map(each ->
                        "\n- made from: " + Markdown.text(each.what()) + ", sha256 " + Markdown.code(each.sha256()))
                .collect(Collectors.joining());
        String history = origin.history().isEmpty()
                ? UNKNOWN
                : origin.history().stream().map(Markdown::text).collect(Collectors.joining(", then "));
        return "\n## How it was made\n\n- steps: " + history + "\n- recipe: "
                + said(origin.training().recipe())
                + (origin.training().seed() == null
                        ? ""
                        : ", seed " + origin.training().seed()) + "\n- data: " + said(origin.data())
                + "\n- written by: " + said(origin.tool()) + "\n- packaged by: " + said(origin.packagedBy()) + parents
                + "\n";
    }

    private static String limits() {
        return """

                ## Limits

                - Nothing here says how the model does on other data than named above: measure it on yours.
                - Whom it may treat worse than others was not looked into.
                - Quantized models may answer a little differently on CPUs of another kind; the golden vectors tell.
                """;
    }
}
