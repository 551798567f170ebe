/** The page in a real browser. */
@NullMarked
package dev.alambic.report.browser;

import org.jspecify.annotations.NullMarked;
