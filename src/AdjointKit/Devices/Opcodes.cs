namespace AdjointKit.Devices;

/// <summary>Elementwise operations of one array. The result has the element type of the operand but where stated.</summary>
public enum UnaryOp
{
    /// <summary>x, also into the other precision; a real x into a complex result gets the imaginary part 0.</summary>
    Copy,

    /// <summary>-x.</summary>
    Negate,

    /// <summary>1/x.</summary>
    Reciprocal,

    /// <summary>x x (no conjugate).</summary>
    Square,

    /// <summary>The square root; of a complex number the one in the right half plane.</summary>
    Sqrt,

    /// <summary>e^x.</summary>
    Exp,

    /// <summary>The natural logarithm; principal value.</summary>
    Log,

    /// <summary>The sine, argument in radians.</summary>
    Sin,

    /// <summary>The cosine, argument in radians.</summary>
    Cos,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>e^x - 1, to the last place near 0; real only.</summary>
    Expm1,

    /// <summary>log(1 + x), to the last place near 0; real only.</summary>
    Log1p,

    /// <summary>The logistic function 1 / (1 + e^-x); real only.</summary>
    Sigmoid,

    /// <summary>The error function; real only.</summary>
    Erf,

    /// <summary>The magnitude: real for a complex x too.</summary>
    Abs,

    /// <summary>The angle of a complex number in the plane, between -pi and pi: complex to real.</summary>
    Phase,

    /// <summary>The complex conjugate; a real x itself.</summary>
    Conjugate,

    /// <summary>The real part: complex to real.</summary>
    Real,

    /// <summary>The imaginary part: complex to real.</summary>
    Imaginary,

    /// <summary>|x|^2: real for a complex x too.</summary>
    AbsSquared,
}

/// <summary>Elementwise operations of two arrays of one element type.</summary>
public enum BinaryOp
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a - b.</summary>
    Subtract,

    /// <summary>a b.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>The angle of the point (b, a), between -pi and pi; real only.</summary>
    Atan2,

    /// <summary>a to the power b; real only. As in C: x^0 and 1^y are 1, a negative a has powers at integers.</summary>
    Power,

    /// <summary>a b, and exactly 0 where a is 0, whatever b is: a sensitivity of zero stays zero through an infinite partial.</summary>
    StrongMultiply,

    /// <summary>a conj(b), and exactly 0 where a is 0, whatever b is.</summary>
    StrongMultiplyConjugate,
}

/// <summary>Reductions of several elements to one of the same type.</summary>
public enum ReductionOp
{
    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The product.</summary>
    Product,

    /// <summary>The largest element; real only.</summary>
    Largest,

    /// <summary>The smallest element; real only.</summary>
    Smallest,
}

/// <summary>What is sought where an element is located.</summary>
public enum ExtremeOp
{
    /// <summary>The largest element.</summary>
    Largest,

    /// <summary>The smallest element.</summary>
    Smallest,
}
