package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.Probe;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.search.FormSearch;
import dev.alambic.run.Json;
import dev.alambic.run.search.SearchPicture;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizationSearchTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    private Console console() {
        return Console.of(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(progress, true, StandardCharsets.UTF_8));
    }

    private FormSearch.Task task() {
        OnnxModel model = OnnxModel.read(TinyModel.table(folder.resolve("table.onnx")));
        List<Map<String, Tensor>> samples = new ArrayList<>();
        Probe.of(model).samples(4, 1).forEach(samples::add);
        return new FormSearch.Task(model, Calibration.of(samples), Int8Options.defaults(), samples);
    }

    @Test
    void theTraceIsATableAValueAndAPicture() throws Exception {
        QuantizationSearch search = QuantizationSearch.minSqnr(task(), 10, console());

        assertThat(search.text()).contains("tried", "SQNR, dB", "float", "int8", "dynamic", "fp16 storage", "* ");
        JsonNode trace = Json.tree(Json.text(search.trace()));
        assertThat(trace.at("/tries/0/form").asText()).isEqualTo("float");
        assertThat(trace.at("/tries/0/quality").isNull()).isTrue();
        assertThat(trace.at("/tries/1/speedUp").asDouble()).isPositive();
        assertThat(trace.at("/conclusion").asText()).isEqualTo(search.result().conclusion());
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("calibrating", "int8: SQNR", "x the speed");
        Path model = folder.resolve("small.onnx");
        for (Path picture : SearchPicture.draw(search.result(), search.qualityTitle(), model)) {
            assertThat(Files.size(picture)).isPositive();
        }
        assertThat(folder.resolve("small.onnx.search.svg")).exists();
        // whatever this machine is fastest on, it is not slower than float
        assertThat(search.result().chosen().time().orElseThrow().speedUp()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void aBoundOnAccuracyIsMeasuredOnLabelledData() throws Exception {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "a,b,class\n1,2,high\n3,0,low\n9,1,low\n0,7,high\n");
        Dataset labelled = DataSource.open(
                        rows.toString(), DataOptions.defaults().withClasses(List.of("low", "high")))
                .all();

        QuantizationSearch search = QuantizationSearch.maxDrop(task(), 0.5, labelled, console());

        assertThat(search.result().tries().get(0).quality()).isEqualTo(100);
        assertThat(search.result().chosen().quality()).isGreaterThanOrEqualTo(99.5);
        assertThat(search.text()).contains("accuracy, %");
    }
}
