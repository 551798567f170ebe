package dev.alambic.run.search;

import dev.alambic.onnx.file.WholeFile;
import dev.alambic.quantizer.search.SearchResult;
import dev.alambic.quantizer.search.Try;
import dev.alambic.report.png.TradeOff;
import java.nio.file.Path;
import java.util.List;

/** Draws what a search tried: quality against time. */
public final class SearchPicture {

    private SearchPicture() {}

    /**
     * Draws beside {@code model}, as {@code <model>.search.svg} and {@code .png}, and returns the two.
     *
     * @param qualityTitle what the quality is, with its unit
     */
    public static List<Path> draw(SearchResult result, String qualityTitle, Path model) {
        TradeOff picture = of(result, qualityTitle);
        Path svg = model.resolveSibling(model.getFileName() + ".search.svg");
        Path png = model.resolveSibling(model.getFileName() + ".search.png");
        WholeFile.write(svg, picture.svg());
        WholeFile.write(png, picture.png());
        return List.of(svg, png);
    }

    private static TradeOff of(SearchResult result, String qualityTitle) {
        List<TradeOff.Point> points = result.tries().stream()
                .flatMap(row -> row.time().map(time -> point(row, time, result)).stream())
                .toList();
        Try floating = result.tries().get(0);
        double baseline = points.isEmpty() ? 0 : points.get(0).micros();
        return new TradeOff(
                result.conclusion(), qualityTitle, result.bound().least(floating.quality()), baseline, points);
    }

    private static TradeOff.Point point(Try row, Try.Time time, SearchResult result) {
        return new TradeOff.Point(row.label(), time.micros(), row.quality(), fate(row, result));
    }

    private static TradeOff.Fate fate(Try row, SearchResult result) {
        if (row.equals(result.chosen())) {
            return TradeOff.Fate.CHOSEN;
        }
        if (row.equals(result.tries().get(0))) {
            return TradeOff.Fate.BASELINE;
        }
        return row.meetsBound() ? TradeOff.Fate.GOOD : TradeOff.Fate.REFUSED;
    }
}
