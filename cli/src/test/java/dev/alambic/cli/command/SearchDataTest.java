package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchDataTest {

    @TempDir
    private Path folder;

    /** Writes rows of which each a occurs once. */
    private Path rows(int count) throws IOException {
        StringBuilder text = new StringBuilder("a,b,class\n");
        for (int i = 0; i < count; i++) {
            text.append(i).append(',').append(count - i).append(i > count / 2 ? ",low\n" : ",high\n");
        }
        return Files.writeString(folder.resolve("rows.csv"), text);
    }

    private static Set<Float> firsts(Dataset rows) {
        Set<Float> firsts = new HashSet<>();
        float[] row = new float[2];
        for (int i = 0; i < rows.size(); i++) {
            rows.copySample(i, row, 0);
            firsts.add(row[0]);
        }
        return firsts;
    }

    @Test
    void partsShareNoSampleAndAreTheSameForTheSameSeed() throws IOException {
        Dataset all =
                DataSource.open(rows(50).toString(), DataOptions.defaults()).all();
        ModelData data = new ModelData(all, "all of rows.csv");

        List<ModelData> parts = data.parted(10, 3);

        Set<Float> learned = firsts(parts.get(0).samples());
        Set<Float> judged = firsts(parts.get(1).samples());
        assertThat(learned).hasSize(10).doesNotContainAnyElementsOf(judged);
        assertThat(judged).hasSize(40);
        assertThat(firsts(data.parted(10, 3).get(0).samples())).isEqualTo(learned);
        assertThat(firsts(data.parted(10, 4).get(0).samples())).isNotEqualTo(learned);
        assertThat(data.parted(1000, 3).get(0).samples().size()).isEqualTo(25);
    }

    @Test
    void aSearchOnOneFileSaysHowItIsParted() throws IOException {
        String model = TinyModel.table(folder.resolve("table.onnx")).toString();
        String[] command = {
            "quantize", model, "--max-drop", "0.5", "--data", rows(40).toString(), "--json",
        };

        JsonNode json = Json.tree(Outcome.of(command).succeeds());

        assertThat(json.at("/notes/0").asText())
                .startsWith("ranges are learned from 20 samples, all of ")
                .contains("accuracy is judged on 20 others, all of ");
    }
}
