package dev.alambic.exporter.importer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every operator of the table, in every form in which it passes floats on: values as in ONNX Runtime, gradients as
 * difference quotients. A gradient that is cut is 0 where the quotient is not.
 */
class GradientsTest {

    static Stream<OperatorForms.Form> forms() {
        return OperatorForms.all();
    }

    /** Returns one form of each operator with each number of inputs. */
    static Collection<OperatorForms.Form> someForms() {
        return forms().collect(Collectors.toMap(
                        OperatorForms.Form::kind, form -> form, (one, other) -> one, LinkedHashMap::new))
                .values();
    }

    @ParameterizedTest
    @MethodSource("someForms")
    void gradientsAreDifferenceQuotients(OperatorForms.Form form) {
        Conformance.of(form.model()).holds();
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("forms")
    void gradientsAreDifferenceQuotientsInEveryForm(OperatorForms.Form form) {
        Conformance.of(form.model()).holds();
    }

    /** Why the importer hands values on without {@code duplicate()}, and why users should. */
    @Test
    void aCopyOfTheEngineHasNoGradient() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray copied = manager.ones(new Shape(2));
            NDArray renamed = manager.ones(new Shape(2));
            copied.setRequiresGradient(true);
            renamed.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray whole = renamed.reshape(renamed.getShape());
                collector.backward(copied.duplicate().add(whole).sum());
            }
            assertThat(copied.getGradient().toFloatArray()).containsOnly(0);
            assertThat(renamed.getGradient().toFloatArray()).containsOnly(1);
        }
    }

    /** Between the two, values are rounded: their gradient is not that of the rounded value; see QuantizationTest. */
    private static final Set<String> ROUNDING = Set.of("QuantizeLinear", "DequantizeLinear");

    @Test
    void everyOperatorThatPassesFloatsOnHasForms() {
        Set<String> missing = new TreeSet<>(Operators.names());
        missing.removeAll(forms().map(OperatorForms.Form::operator).collect(Collectors.toSet()));
        missing.removeIf(name -> Undifferentiable.contains(name) || ROUNDING.contains(name));
        assertThat(missing).isEmpty();
    }

    /** What computes something else while the block trains; the same elements are dropped in each evaluation. */
    @ParameterizedTest
    @ValueSource(strings = {"Dropout(n, ratio)", "Dropout(n)", "BatchNormalization(n, scale, bias, mean, var)"})
    void gradientsAreDifferenceQuotientsInTraining(String call) {
        for (String outputs : call.startsWith("Dropout") ? new String[] {"y", "y, mask"} : new String[] {"y"}) {
            Layers.conformance(13, """
                    x: float[4, 3, 5]
                    n = Neg(x)
                    ratio = Number() value=0.3
                    scale = Weight() dims=[3]
                    bias = Weight() dims=[3]
                    mean = Weight() dims=[3]
                    var = Positive() dims=[3]
                    %s = %s
                    return y
                    """.formatted(outputs, call)).gradientsAgreeInTraining();
        }
    }
}
