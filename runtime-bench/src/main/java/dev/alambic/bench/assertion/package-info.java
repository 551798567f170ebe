/**
 * Statements about models for the tests of a JVM project. They throw {@link AssertionError}, so that any test framework
 * takes them, and need no other library than this one.
 */
@NullMarked
package dev.alambic.bench.assertion;

import org.jspecify.annotations.NullMarked;
