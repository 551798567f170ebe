package dev.alambic.bench.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.alambic.bench.Benchmark;
import dev.alambic.bench.quality.OutputTrial;
import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.OpenLoop;
import dev.alambic.bench.record.SampleComparison;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.record.Startup;
import dev.alambic.bench.record.Verdict;
import dev.alambic.bench.work.ProfileTrial;
import dev.alambic.bench.work.WorkCount;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Extras;
import dev.alambic.bench.workload.Timing;
import dev.alambic.bench.workload.Workload;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema that other programs read results by stands in the docs; what is written must keep to it. */
class JsonSchemaTest {

    private static final Path SCHEMA = Path.of("../docs/bench.schema.json");
    private static final Map<String, Tensor> INPUT = Map.of("x", Tensor.ofFloats(new float[] {1, -1}, 1, 2));

    @TempDir
    Path folder;

    private static Set<ValidationMessage> breaches(String json) throws IOException {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
        return schema.validate(new ObjectMapper().readTree(json));
    }

    private Candidate model(String name, float weight) {
        OnnxModel model = GraphText.model(
                "x: float[batch, 2]\ny = MatMul(x, w)\nreturn y: float[batch, 2]",
                graph -> graph.initializer("w", Tensor.ofFloats(new float[] {weight, 0, 0, 1}, 2, 2)));
        Path file = folder.resolve(name + ".onnx");
        model.write(file);
        return new Candidate(name, file);
    }

    @Test
    void whatIsMeasuredKeepsToTheSchema() throws IOException {
        List<Candidate> candidates = List.of(model("first", 1), model("second", 2));
        Workload workload = Workload.of(batch -> INPUT)
                .withTiming(Timing.defaults().withSecondsPerSetting(0.1).withWarmUpSeconds(0.01))
                .withExtras(Extras.NONE.withMemoryProcesses(1));
        SessionOptions options = SessionOptions.defaults();
        Comparison measured = Benchmark.compare(candidates.get(0), candidates.subList(1, 2), workload)
                .withQualities(OutputTrial.measure(candidates, any -> List.of(INPUT), List.of(1), options))
                .mapModels(model -> model.withWork(WorkCount.of(OnnxModel.read(Path.of(model.file())), INPUT, 1))
                        .withProfile(
                                ProfileTrial.measure(Path.of(model.file()), INPUT, Setting.of(1, 1), options, 1e6)))
                .withVerdicts(List.of(new Verdict("a < b", Verdict.Outcome.UNKNOWN, "not measured")));

        assertThat(breaches(ComparisonFormat.JSON.render(measured))).isEmpty();
    }

    @Test
    void whatIsLeftOutKeepsToTheSchema() throws IOException {
        Comparison comparison = SampleComparison.comparison()
                .mapModels(model -> model.withStartup(new Startup(Setting.of(1, 1), 1, 2, 3, 5))
                        .withOpenLoop(List.of(new OpenLoop(
                                Setting.of(1, 1),
                                new OpenLoop.Rates(10, 9),
                                SampleComparison.latency(1, 5, 1, true).micros(),
                                90,
                                2,
                                true))));

        assertThat(breaches(ComparisonFormat.JSON.render(comparison))).isEmpty();
    }

    @Test
    void whatDoesNotKeepToItIsFound() throws IOException {
        ObjectNode tree =
                (ObjectNode) new ObjectMapper().readTree(ComparisonFormat.JSON.render(SampleComparison.comparison()));
        ((ObjectNode) tree.at("/models/0/size")).put("parameters", -1);
        ((ObjectNode) tree.at("/models/1/latency/0")).remove("speedup");
        tree.put("baselines", "unknown property");

        assertThat(breaches(tree.toString())).hasSize(3);
    }
}
