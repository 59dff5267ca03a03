namespace AdjointKit.Optimization.Steps;

/// <summary>
/// The operations that steps are written in, so that one text serves two ends: on arrays (<see cref="ArrayAlgebra"/>) a result is written in place and nothing is allocated; on a
/// tape (<see cref="TapeAlgebra"/>) it is a new variable and the step is recorded, to be differentiated.
/// </summary>
/// <typeparam name="TVector">What stands for a vector: an array, or a variable.</typeparam>
/// <typeparam name="TScalar">What stands for a number.</typeparam>
internal interface IStepAlgebra<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    /// <summary>into = f(x).</summary>
    void Apply(IStepMap f, TVector x, ref TVector into);

    /// <summary>into = x.</summary>
    void Copy(TVector x, ref TVector into);

    /// <summary>into = 0, shaped like x.</summary>
    void Clear(TVector x, ref TVector into);

    /// <summary>into = into + scale x.</summary>
    void AddScaled(TScalar scale, TVector x, ref TVector into);

    /// <summary>into = into + factor x for a factor that is no part of what is differentiated.</summary>
    void AddMultiple(double factor, TVector x, ref TVector into);

    /// <summary>into = a x + b y for factors that are no part of what is differentiated; on arrays <paramref name="into"/> may be y, not x.</summary>
    void Combine(double a, TVector x, double b, TVector y, ref TVector into);

    /// <summary>
    /// into = the proximal operator of y - length gradient, y = x + momentum (x - previous) and the length that of the map. On arrays y is left in <paramref name="ahead"/> unless a kernel does it all,
    /// <paramref name="point"/> is scratch, and the gradient may change places with <paramref name="into"/>, to be overwritten, where the map does not keep it.
    /// </summary>
    void Descend(IDescentMap prox, TVector x, TVector previous, double momentum, ref TVector gradient, ref TVector ahead, ref TVector point, ref TVector into);

    /// <summary>x = scale x.</summary>
    void Scale(TScalar scale, ref TVector x);

    /// <summary>into = a b, element by element.</summary>
    void Multiply(TVector a, TVector b, ref TVector into);

    /// <summary>into = a / b, element by element.</summary>
    void Divide(TVector a, TVector b, ref TVector into);

    /// <summary>into = sqrt(x), element by element; its derivative at 0 is infinite.</summary>
    void Sqrt(TVector x, ref TVector into);

    /// <summary>x = x + number, element by element.</summary>
    void Shift(double number, ref TVector x);

    /// <summary>The inner product sum conj(a) b; its real part where scalars are real.</summary>
    TScalar Dot(TVector a, TVector b);

    /// <summary>A number that is no part of what is differentiated.</summary>
    TScalar Number(double value);
}
