using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>The order of real variables: 1 where it holds, 0 elsewhere, broadcast; constants to the tape. Complex numbers have none.</summary>
public static class VarOrder
{
    extension<T>(Var<T>)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>1 where a is greater than b, 0 elsewhere.</summary>
        public static Var<T> operator >(Var<T> left, Var<T> right) => new(UntypedOps.Greater(left, right));

        /// <summary>1 where a is greater than a number b, 0 elsewhere.</summary>
        public static Var<T> operator >(Var<T> left, double right) => new(UntypedOps.Greater(left, UntypedOps.ConstantLike(left, right)));

        /// <summary>1 where a number a is greater than b, 0 elsewhere.</summary>
        public static Var<T> operator >(double left, Var<T> right) => new(UntypedOps.Greater(UntypedOps.ConstantLike(right, left), right));

        /// <summary>1 where a is less than b, 0 elsewhere.</summary>
        public static Var<T> operator <(Var<T> left, Var<T> right) => new(UntypedOps.Less(left, right));

        /// <summary>1 where a is less than a number b, 0 elsewhere.</summary>
        public static Var<T> operator <(Var<T> left, double right) => new(UntypedOps.Less(left, UntypedOps.ConstantLike(left, right)));

        /// <summary>1 where a number a is less than b, 0 elsewhere.</summary>
        public static Var<T> operator <(double left, Var<T> right) => new(UntypedOps.Less(UntypedOps.ConstantLike(right, left), right));

        /// <summary>1 where a is at least b, 0 elsewhere.</summary>
        public static Var<T> operator >=(Var<T> left, Var<T> right) => new(UntypedOps.GreaterOrEqual(left, right));

        /// <summary>1 where a is at least a number b, 0 elsewhere.</summary>
        public static Var<T> operator >=(Var<T> left, double right) => new(UntypedOps.GreaterOrEqual(left, UntypedOps.ConstantLike(left, right)));

        /// <summary>1 where a number a is at least b, 0 elsewhere.</summary>
        public static Var<T> operator >=(double left, Var<T> right) => new(UntypedOps.GreaterOrEqual(UntypedOps.ConstantLike(right, left), right));

        /// <summary>1 where a is at most b, 0 elsewhere.</summary>
        public static Var<T> operator <=(Var<T> left, Var<T> right) => new(UntypedOps.LessOrEqual(left, right));

        /// <summary>1 where a is at most a number b, 0 elsewhere.</summary>
        public static Var<T> operator <=(Var<T> left, double right) => new(UntypedOps.LessOrEqual(left, UntypedOps.ConstantLike(left, right)));

        /// <summary>1 where a number a is at most b, 0 elsewhere.</summary>
        public static Var<T> operator <=(double left, Var<T> right) => new(UntypedOps.LessOrEqual(UntypedOps.ConstantLike(right, left), right));
    }
}
