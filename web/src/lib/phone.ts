/** A number as people write it where it is from: +17205550150 is (720) 555-0150. Others stay international. */
export function phoneText(number: string): string {
  const local = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return local ? `(${local[1]}) ${local[2]}-${local[3]}` : number;
}
