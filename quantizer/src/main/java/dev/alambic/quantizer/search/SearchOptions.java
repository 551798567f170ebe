package dev.alambic.quantizer.search;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How a search goes.
 *
 * @param bound what every result meets
 * @param maxTries models whose quality is measured, at least 4; as many are made to find out which units do harm
 * @param noise speeds that differ by less than this part are the same, 0 to 1
 */
@RecordBuilder
public record SearchOptions(Bound bound, int maxTries, double noise) implements SearchOptionsBuilder.With {

    public SearchOptions {
        if (maxTries < 4) {
            throw new IllegalArgumentException("tries are at least 4, was " + maxTries);
        }
        if (!(noise >= 0 && noise < 1)) {
            throw new IllegalArgumentException("noise is a part from 0 to 1, was " + noise);
        }
    }

    /** Returns at most 64 tries, speeds being the same within 2 %. */
    public static SearchOptions of(Bound bound) {
        return new SearchOptions(bound, 64, 0.02);
    }
}
