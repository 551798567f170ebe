package dev.alambic.exporter.importer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpatialTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DepthToSpace(x) blocksize=2",
                "DepthToSpace(x) blocksize=2 mode='CRD'",
                "SpaceToDepth(x) blocksize=2"
            })
    void blocks(String call) {
        Layers.conformance(13, "x: float[2, 8, 4, 6]\ny = " + call + "\nreturn y")
                .holds();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ij,jk->ik | 3, 4 | 4, 5",
                "ij,jk | 3, 4 | 4, 5",
                "bhqd,bhkd->bhqk | 2, 3, 4, 5 | 2, 3, 6, 5",
                "bthd,hdo->bto | 2, 3, 4, 5 | 4, 5, 6",
                "...ij,...jk->...ik | 2, 3, 4, 5 | 2, 3, 5, 6",
                "...ij,...jk->...ik | 2, 1, 4, 5 | 1, 3, 5, 6",
                "ij,kl->ijkl | 2, 3 | 4, 5",
                "ij,ij-> | 3, 4 | 3, 4",
                "ibj,kb->jk | 2, 3, 4 | 5, 3"
            })
    void sumsOfTwoFactors(String equation, String x, String w) {
        Layers.conformance(12, """
                x: float[%s]
                w = Weight() dims=[%s]
                y = Einsum(x, w) equation='%s'
                return y
                """.formatted(x, w.replace(" ", ""), equation)).holds();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ii->i | 4, 4",
                "bii->b | 2, 4, 4",
                "...ii->...i | 2, 3, 4, 4",
                "ijk->kij | 2, 3, 4",
                "ba | 2, 3",
                "ij->j | 3, 4"
            })
    void sumsOfOneTensor(String equation, String x) {
        Layers.conformance(12, "x: float[" + x + "]\ny = Einsum(x) equation='" + equation + "'\nreturn y")
                .holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zeros", "border", "reflection"})
    void samplesAtAGrid(String padding) {
        for (String mode : new String[] {"bilinear", "nearest", "bicubic"}) {
            for (int aligned = 0; aligned < 2; aligned++) {
                Conformance conformance = Layers.conformance(16, """
                        x: float[2, 3, 4, 5]
                        grid: float[2, 3, 2, 2]
                        y = GridSample(x, grid) mode='%s' padding_mode='%s' align_corners=%d
                        return y
                        """.formatted(mode, padding, aligned));
                conformance.outputsAgree();
                if (!mode.equals("nearest")) { // which has no gradient by the grid
                    conformance.gradientsAgree();
                }
            }
        }
        Layers.conformance(20, """
                x: float[2, 2, 3, 4, 5]
                grid: float[2, 3, 2, 2, 3]
                y = GridSample(x, grid) mode='linear' padding_mode='%s'
                return y
                """.formatted(padding)).holds();
    }

    @ParameterizedTest
    @CsvSource({"'2, 2, 3', '2,3,4,5', 0", "'2, 2, 3', '2,3,4,5', 1", "'1, 3, 4', '1,2,2,3,4', 0"})
    void affineGrids(String theta, String size, int aligned) {
        Layers.conformance(20, """
                theta: float[%s]
                size = Constant() value_ints=[%s]
                y = AffineGrid(theta, size) align_corners=%d
                return y
                """.formatted(theta, size, aligned)).holds();
    }
}
