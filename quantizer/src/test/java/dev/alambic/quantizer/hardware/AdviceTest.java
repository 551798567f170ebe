package dev.alambic.quantizer.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.graph.DataType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdviceTest {
    private static final Workload CNN = new Workload("Conv", Set.of("Conv", "Relu"));
    private static final Workload TRANSFORMER = new Workload("MatMul", Set.of("MatMul", "Softmax"));

    private static List<String> ids(String target, Form form, Workload workload, DataType activations, int samples) {
        return Advice.of(new Advice.Choice(Target.named(target), form, workload, activations, samples)).stream()
                .map(Advice::id)
                .toList();
    }

    @Test
    void everyRuleHasItsOwnNameASentenceAndASource() {
        assertThat(Advice.all()).extracting(Advice::id).doesNotHaveDuplicates();
        assertThat(Advice.all()).allSatisfy(rule -> {
            assertThat(rule.says()).isNotBlank();
            assertThat(rule.source()).isNotBlank();
        });
    }

    @Test
    void everyRuleSpeaksOfTargetsFormsAndTypesThatExist() {
        List<String> forms = List.of(Form.values()).stream().map(Form::key).toList();
        List<String> targets = Target.all().stream().map(Target::name).toList();
        assertThat(Advice.all()).allSatisfy(rule -> {
            assertThat(forms).containsAll(rule.when().form());
            assertThat(targets).containsAll(rule.when().target());
            assertThat(rule.when().activations()).allSatisfy(DataType::valueOf);
        });
    }

    @Test
    void aGoodChoiceHearsNothing() {
        assertThat(ids("x86", Form.INT8_STATIC, CNN, DataType.UINT8, 256)).isEmpty();
        assertThat(ids("x86", Form.INT8_DYNAMIC, TRANSFORMER, DataType.UINT8, 0))
                .isEmpty();
    }

    @Test
    void knownBadChoicesAreNamed() {
        assertThat(ids("x86", Form.INT8_DYNAMIC, CNN, DataType.UINT8, 0)).containsExactly("dynamic-conv");
        assertThat(ids("x86-vnni", Form.INT8_STATIC, CNN, DataType.INT8, 256))
                .containsExactly("signed-activations-on-x86");
        assertThat(ids("x86", Form.INT8_STATIC, TRANSFORMER, DataType.UINT8, 8))
                .containsExactly("static-transformer", "few-samples");
        assertThat(ids("portable", Form.FP16_COMPUTE, TRANSFORMER, DataType.UINT8, 0))
                .containsExactly("half-compute-on-cpu", "half-gemm-1.29");
        assertThat(ids("x86", Form.INT4, TRANSFORMER, DataType.UINT8, 0)).containsExactly("int4-for-size");
    }
}
