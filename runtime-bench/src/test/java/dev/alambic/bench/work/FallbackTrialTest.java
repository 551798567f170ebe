package dev.alambic.bench.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.bench.record.Profile;
import dev.alambic.bench.record.Profile.NodeTime;
import dev.alambic.bench.record.Setting;
import dev.alambic.onnx.runtime.Provider;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FallbackTrialTest {

    private static String sentence(NodeTime... nodes) {
        Setting setting = new Setting(1, 1, Provider.CUDA);
        return FallbackTrial.sentence("teacher", new Profile(setting, 6, 100, 0, List.of(nodes)));
    }

    private static NodeTime node(String operator, String provider) {
        return new NodeTime(operator, operator, provider, false, 1);
    }

    @Test
    void nodesThatTheCpuDoesAreCountedByOperator() {
        assertThat(sentence(node("Conv", "CUDA"), node("Gather", "CPU"), node("Shape", "CPU"), node("Gather", "CPU")))
                .isEqualTo("teacher: cuda leaves 3 of 4 nodes to the CPU: Gather (2), Shape");
    }

    @Test
    void providerThatDoesEverythingIsSaidToo() {
        assertThat(sentence(node("Conv", "CUDA"))).isEqualTo("teacher: every node runs on cuda");
    }
}
