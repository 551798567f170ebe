package dev.alambic.report;

import dev.alambic.bench.Comparison;
import dev.alambic.bench.Latency;
import dev.alambic.bench.Memory;
import dev.alambic.bench.ModelResult;
import dev.alambic.onnx.metrics.ClassificationMetrics;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The tables of what the models are and how fast they are. */
record ModelTables(RunRecords records, Comparison comparison) {

    private static final String ABSENT = "–";

    void sizes(Html html) {
        head(
                html,
                List.of(
                        "model",
                        "accuracy",
                        "macro F1",
                        "calibration error",
                        "parameters",
                        "non-zero",
                        "file",
                        "peak memory"));
        for (ModelResult model : comparison.models()) {
            ClassificationMetrics metrics = records.metrics().get(model.name());
            Memory memory = model.memory();
            name(html, model);
            html.element("td", metrics == null ? ABSENT : Numbers.accuracy(metrics.accuracy()));
            html.element("td", metrics == null ? ABSENT : format("%.4f", metrics.macroF1()));
            html.element("td", metrics == null ? ABSENT : format("%.3f", metrics.expectedCalibrationError()));
            html.element("td", Numbers.count(model.size().parameters()));
            html.element("td", Numbers.count(model.size().nonZeroParameters()));
            html.element("td", Numbers.bytes(model.fileBytes()));
            html.element("td", memory == null ? ABSENT : Numbers.bytes(memory.peakRssBytes()));
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table></div>\n");
    }

    void latencies(Html html) {
        if (comparison.models().stream().allMatch(model -> model.latency().isEmpty())) {
            return;
        }
        head(html, List.of("model", "batch", "threads", "p50", "p90", "p99", "samples/s", "speed-up", "95 % interval"));
        for (Latency setting : comparison.models().get(0).latency()) {
            for (ModelResult model : comparison.models()) {
                model.latency(setting.setting()).ifPresent(latency -> latency(html, model, latency));
            }
        }
        html.raw("</tbody></table></div>\n");
    }

    private void latency(Html html, ModelResult model, Latency latency) {
        name(html, model);
        html.element("td", Integer.toString(latency.batch()));
        html.element("td", Integer.toString(latency.threads()));
        html.element("td", (latency.noisy() ? "~" : "") + Numbers.micros(latency.p50Micros()));
        html.element("td", micros(latency.p90Micros()));
        html.element("td", micros(latency.p99Micros()));
        html.element("td", format("%,.0f", latency.samplesPerSecond()));
        html.element("td", Numbers.times(latency.speedup()));
        html.element(
                "td",
                format(
                        "%.2f – %.2f",
                        latency.speedupInterval().low(),
                        latency.speedupInterval().high()));
        html.raw("</tr>\n");
    }

    private static String micros(@Nullable Double value) {
        return value == null ? ABSENT : Numbers.micros(value);
    }

    private static void head(Html html, List<String> columns) {
        html.raw("<div class=\"scroll\"><table><thead><tr>");
        columns.forEach(column -> html.element("th", column));
        html.raw("</tr></thead><tbody>\n");
    }

    private void name(Html html, ModelResult model) {
        boolean teacher = model.name().equals(comparison.baseline());
        html.raw("<tr><th scope=\"row\"><span class=\"dot" + (teacher ? " teacher" : "") + "\"></span>")
                .text(model.name())
                .raw("</th>");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
