package dev.alambic.exporter.importer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The losses of the standard, in every reduction, with weights and an ignored class. */
class LossTest {

    private static void check(String dims, String target, String call) {
        Layers.conformance(13, """
                x: float[%s]
                t = Constant() value_ints=[0,2,1,2,0,1] dims=%s
                w = Positive() dims=[3]
                l = LogSoftmax(x) axis=1
                y = %s
                return y
                """.formatted(dims, target, call)).holds();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NegativeLogLikelihoodLoss(l, t)",
                "NegativeLogLikelihoodLoss(l, t) reduction='sum'",
                "NegativeLogLikelihoodLoss(l, t) reduction='none'",
                "NegativeLogLikelihoodLoss(l, t, w)",
                "NegativeLogLikelihoodLoss(l, t, w) ignore_index=2",
                "NegativeLogLikelihoodLoss(l, t) ignore_index=2",
                "SoftmaxCrossEntropyLoss(x, t)",
                "SoftmaxCrossEntropyLoss(x, t) reduction='sum'",
                "SoftmaxCrossEntropyLoss(x, t, w) reduction='none' ignore_index=0",
                "SoftmaxCrossEntropyLoss(x, t, w)"
            })
    void lossesOfVectorsAndImages(String call) {
        check("6, 3", "[6]", call);
        check("2, 3, 3", "[2,3]", call);
        check("1, 3, 2, 3", "[1,2,3]", call);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "reduction='sum'"})
    void logarithmsAreASecondOutput(String attributes) {
        Layers.conformance(13, """
                x: float[6, 3]
                t = Constant() value_ints=[0,2,1,2,0,1]
                y, p = SoftmaxCrossEntropyLoss(x, t) %s
                return y; p: float[n, c]
                """.formatted(attributes)).holds();
    }
}
