namespace AdjointKit.Autodiff;

/// <summary>A number that depends on several. A generic method serves for all types of number: <c>T Rosenbrock&lt;T&gt;(ReadOnlySpan&lt;T&gt; x) where T : IFloatingPointIeee754&lt;T&gt;</c>.</summary>
/// <param name="x">The arguments.</param>
public delegate T ScalarFunction<T>(ReadOnlySpan<T> x);

/// <summary>Several numbers that depend on several: writes its results to <paramref name="y"/>.</summary>
/// <param name="x">The arguments.</param>
/// <param name="y">The results.</param>
public delegate void ScalarMap<T>(ReadOnlySpan<T> x, Span<T> y);
