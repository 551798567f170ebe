/**
 * Charts as vectors, drawn at the very width that they are shown at, so that their text stays readable on a telephone.
 */
@NullMarked
package dev.alambic.report.svg;

import org.jspecify.annotations.NullMarked;
