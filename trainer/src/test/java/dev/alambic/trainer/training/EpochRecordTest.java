package dev.alambic.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alambic.trainer.loss.Term;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EpochRecordTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static EpochRecord distilled() {
        Map<String, @Nullable Double> figures = new LinkedHashMap<>();
        figures.put("learningRate", 1e-3);
        figures.put("loss", 0.75);
        figures.put("softLoss", 0.5);
        figures.put("hardLoss", 1.25);
        figures.put("oddLoss", 0.125);
        figures.put("alpha", 0.7);
        figures.put("validationLoss", Double.NaN);
        EpochRecord.Pruned pruning = new EpochRecord.Pruned(0.25, Map.of("linear1", 0.25), true);
        return new EpochRecord("student", 2, 9, figures, pruning, 0.5);
    }

    @Test
    void figuresStandBesideTheOtherKeys() throws IOException {
        assertThat(JSON.writeValueAsString(distilled()))
                .isEqualTo("{\"phase\":\"student\",\"epoch\":2,\"epochs\":9,\"learningRate\":0.001,\"loss\":0.75,"
                        + "\"softLoss\":0.5,\"hardLoss\":1.25,\"oddLoss\":0.125,\"alpha\":0.7,"
                        + "\"validationLoss\":\"NaN\",\"sparsity\":0.25,\"layerSparsity\":{\"linear1\":0.25},"
                        + "\"pruned\":true,\"seconds\":0.5}");
    }

    @Test
    void whatIsWrittenReadsBackEqual() throws IOException {
        assertThat(JSON.readValue(JSON.writeValueAsString(distilled()), EpochRecord.class))
                .isEqualTo(distilled());
    }

    @Test
    void wholeNumbersAndMissingKeysAreRead() throws IOException {
        EpochRecord read =
                JSON.readValue("{\"phase\":\"teacher\",\"epoch\":1,\"epochs\":3,\"loss\":2}", EpochRecord.class);
        assertThat(read.loss()).isEqualTo(2);
        assertThat(read.trainAccuracy()).isNaN();
        assertThat(read.sparsity()).isZero();
        assertThat(read.pruned()).isFalse();
    }

    /** A term that this version has no words for is told all the same. */
    @Test
    void partsAreTheLossesOfTheTermsInOrder() {
        assertThat(distilled().parts().keySet().stream().map(Term.Words::name)).containsExactly("soft", "hard", "odd");
        assertThat(distilled().parts().values()).containsExactly(0.5, 1.25, 0.125);
        assertThat(distilled().parts().keySet().stream().map(Term.Words::from))
                .containsExactly("teacher", "labels", "");
    }

    @Test
    void partWithoutAValueIsNone() {
        Map<String, @Nullable Double> figures = new LinkedHashMap<>();
        figures.put("softLoss", null);
        figures.put("hardLoss", 1.0);
        EpochRecord alone = new EpochRecord("teacher", 1, 1, figures, EpochRecord.Pruned.NONE, 0);
        assertThat(alone.parts()).hasSize(1);
        assertThat(List.copyOf(alone.figures().keySet())).containsExactly("softLoss", "hardLoss");
    }
}
