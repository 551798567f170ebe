package dev.alambic.run.search;

import dev.alambic.chart.Picture;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.quantizer.search.SearchResult;
import java.nio.file.Path;
import java.util.List;

/** Draws what a search tried: quality against time. */
public final class SearchPicture {

    private static final int WIDTH = 860;

    private SearchPicture() {}

    /**
     * Draws beside {@code model}, as {@code <model>.search.svg} and {@code .png}, and returns the two.
     *
     * @param qualityTitle what the quality is, with its unit
     */
    public static List<Path> draw(SearchResult result, String qualityTitle, Path model) {
        double least = result.bound().least(result.tries().get(0).quality());
        Picture picture = Picture.of(SearchChart.of(result, qualityTitle, least), WIDTH);
        Path svg = model.resolveSibling(model.getFileName() + ".search.svg");
        Path png = model.resolveSibling(model.getFileName() + ".search.png");
        WholeFile.write(svg, picture.svg());
        WholeFile.write(png, picture.png());
        return List.of(svg, png);
    }
}
