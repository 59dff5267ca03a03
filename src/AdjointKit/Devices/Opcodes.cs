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

    /// <summary>The tangent, argument in radians.</summary>
    Tan,

    /// <summary>The arc sine, between -pi/2 and pi/2; real only.</summary>
    Asin,

    /// <summary>The arc cosine, between 0 and pi; real only.</summary>
    Acos,

    /// <summary>The arc tangent, between -pi/2 and pi/2; real only.</summary>
    Atan,

    /// <summary>The hyperbolic sine.</summary>
    Sinh,

    /// <summary>The hyperbolic cosine.</summary>
    Cosh,

    /// <summary>The inverse hyperbolic sine; real only.</summary>
    Asinh,

    /// <summary>The inverse hyperbolic cosine, of numbers from 1 on; real only.</summary>
    Acosh,

    /// <summary>The inverse hyperbolic tangent; real only.</summary>
    Atanh,

    /// <summary>1 - erf x, to the last places where it is small too; real only.</summary>
    Erfc,

    /// <summary>log |Gamma(x)|; real only.</summary>
    LogGamma,

    /// <summary>The derivative of log Gamma; real only. NaN at negative integers.</summary>
    Digamma,

    /// <summary>The second derivative of log Gamma; real only.</summary>
    Trigamma,

    /// <summary>1 / sqrt(x); real only.</summary>
    ReciprocalSqrt,

    /// <summary>The cube root, also of negative numbers; real only.</summary>
    Cbrt,

    /// <summary>2^x; real only.</summary>
    Exp2,

    /// <summary>The logarithm to base 2; real only.</summary>
    Log2,

    /// <summary>The logarithm to base 10; real only.</summary>
    Log10,

    /// <summary>The largest integer that is not above x; real only.</summary>
    Floor,

    /// <summary>The smallest integer that is not below x; real only.</summary>
    Ceiling,

    /// <summary>The nearest integer, of two the even one; real only.</summary>
    Round,

    /// <summary>x without its fraction; real only.</summary>
    Truncate,

    /// <summary>-1, 0 or 1, and NaN of NaN; real only.</summary>
    Sign,

    /// <summary>log(1 + e^x); real only.</summary>
    Softplus,

    /// <summary>The larger of x and 0, and NaN of NaN; real only.</summary>
    Relu,

    /// <summary>sin(pi x) / (pi x), 1 at 0; real only.</summary>
    Sinc,
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

    /// <summary>The smaller of a and b; NaN if either is; -0 counts as smaller than 0; real only.</summary>
    Minimum,

    /// <summary>The larger of a and b; NaN if either is; -0 counts as smaller than 0; real only.</summary>
    Maximum,

    /// <summary>sqrt(a^2 + b^2) without overflow on the way; real only.</summary>
    Hypot,

    /// <summary>a - b floor(a / b), exactly: what is left has the sign of b; real only.</summary>
    Remainder,

    /// <summary>1 where a is greater than b, 0 elsewhere (also beside NaN); real only.</summary>
    Greater,

    /// <summary>1 where a is at least b, 0 elsewhere (also beside NaN); real only.</summary>
    GreaterOrEqual,

    /// <summary>1 where a and b are equal, 0 elsewhere (also beside NaN); real only.</summary>
    Equal,

    /// <summary>0 where a and b are equal, 1 elsewhere (also beside NaN); real only.</summary>
    NotEqual,

    /// <summary>e^(a - b), an infinite b taken as the largest finite number of its sign: 0 where both are -infinity; real only.</summary>
    ExpOfDifference,
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
