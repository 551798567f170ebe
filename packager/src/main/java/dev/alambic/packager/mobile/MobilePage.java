package dev.alambic.packager.mobile;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.packager.manifest.TensorSpec;
import dev.alambic.packager.page.Markdown;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The page {@code mobile.md}: what the accelerators of phones would take of a model. */
public final class MobilePage {

    private MobilePage() {}

    /**
     * Returns the page.
     *
     * @param optimized the model at the basic level of optimization, as the providers see it
     */
    public static String of(OnnxModel optimized, List<TensorSpec> inputs, OrtFormat ort) {
        List<Usability> estimates = Usability.of(optimized);
        StringBuilder page = new StringBuilder("""
                # On phones

                A static estimate: it follows from what ONNX Runtime's documentation says of each execution provider, and
                nothing was run on a phone. Devices and their drivers may take less. Measure in the app, against the CPU,
                which is often the fastest for small models.

                | execution provider | platform | nodes taken | partitions | worth it? |
                |---|---|---|---|---|
                """);
        estimates.forEach(each -> page.append(row(each)));
        page.append(
                "\nOne partition of more than 75 % of the nodes is worth trying; of more than 50 %, or two of more than"
                        + " 75 %, perhaps; else the copies between the partitions cost more than they bring"
                        + " (onnxruntime.tools.check_onnx_model_mobile_usability).\n");
        page.append(files(ort)).append(extents(inputs));
        estimates.forEach(each -> page.append(details(each)));
        return page.toString();
    }

    private static String row(Usability each) {
        return String.format(
                        Locale.ROOT,
                        "| %s | %s | %d of %d (%.0f %%) | %d | %s |%n",
                        each.provider().name(),
                        each.provider().platform(),
                        each.taken(),
                        each.nodes(),
                        100 * each.share(),
                        each.partitions(),
                        each.provider().deprecation().isEmpty() ? each.verdict() : "no: deprecated")
                .replace("\r\n", "\n");
    }

    private static String files(OrtFormat ort) {
        if (ort.file() == null) {
            return "\n## Which file\n\n`model.onnx`, for every execution provider and the full ONNX Runtime: there is no"
                    + " `model.ort`. " + Markdown.text(ort.reason()) + ".\n";
        }
        return String.format(Locale.ROOT, """

                ## Which file

                - `model.onnx`: for every execution provider, and for the full ONNX Runtime on the CPU.
                - `model.ort`: for builds of ONNX Runtime that read its own format alone, and to load faster. Written at
                  optimization level %s: %s.
                - `required_operators.config`: for a build of ONNX Runtime that has the operators of `model.ort` alone.
                """, ort.level(), ort.reason());
    }

    private static String extents(List<TensorSpec> inputs) {
        List<String> free = inputs.stream()
                .flatMap(input -> input.shape().stream()
                        .filter(String.class::isInstance)
                        .map(extent ->
                                "- input " + Markdown.code(input.name()) + ": " + Markdown.code((String) extent)))
                .distinct()
                .toList();
        if (free.isEmpty()) {
            return "\n## Sizes\n\nEvery input has a fixed size, as the accelerators want it.\n";
        }
        return String.format(Locale.ROOT, """

                ## Sizes to fix

                These extents are free. NNAPI, CoreML and QNN want fixed ones: ask for a package of a model with fixed
                sizes, which `alambic optimize --shape name=size` makes; on the CPU leave them free.

                %s
                """, String.join("\n", free));
    }

    private static String details(Usability each) {
        StringBuilder text = new StringBuilder("\n## " + each.provider().name() + "\n\nSource: "
                + Markdown.text(each.provider().source()) + ".\n");
        if (!each.provider().deprecation().isEmpty()) {
            text.append("\n")
                    .append(Markdown.text(each.provider().deprecation()))
                    .append(".\n");
        }
        if (each.provider().wantsFixedShapes()) {
            text.append("\nFixed sizes: ")
                    .append(Markdown.text(each.provider().fixedShapesSource()))
                    .append(".\n");
        }
        if (!each.refusals().isEmpty()) {
            text.append("\nNot taken:\n\n").append(lines(each.refusals()));
        }
        if (!each.notes().isEmpty()) {
            text.append("\nTaken, if this holds:\n\n").append(lines(each.notes()));
        }
        return text.toString();
    }

    private static String lines(Map<String, ?> entries) {
        return entries.entrySet().stream()
                .map(each -> "- " + Markdown.text(each.getKey()) + ": " + Markdown.text(String.valueOf(each.getValue()))
                        + (each.getValue() instanceof Integer count ? (count == 1 ? " node" : " nodes") : "") + "\n")
                .collect(Collectors.joining());
    }
}
