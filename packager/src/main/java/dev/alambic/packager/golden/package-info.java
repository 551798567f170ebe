/**
 * Golden vectors: inputs that show what a model does at the edges and in the middle, what it answers to them here, and
 * how far another machine's answers may lie from that.
 */
@NullMarked
package dev.alambic.packager.golden;

import org.jspecify.annotations.NullMarked;
